namespace Mtok.Imports;

/// <summary>A measurements file as it is to be stored.</summary>
/// <param name="Path">Where.</param>
/// <param name="Text">Its whole text.</param>
/// <param name="Added">Rows that were imported.</param>
/// <param name="Replaced">Rows of the same conditions that were there before.</param>
public sealed record StoredMeasurements(string Path, string Text, int Added, int Replaced);

/// <summary>Imported measurements as files of a user's catalog folder: one for each result file, called like it.</summary>
public static class MeasurementImport
{
    /// <summary>The files to store, checked as a catalog checks them; nothing is written.</summary>
    public static IReadOnlyList<StoredMeasurements> Into(string folder, IReadOnlyList<BenchmarkImport> imports, Catalog catalog, Problems problems)
    {
        var stored = new List<StoredMeasurements>();
        foreach (var group in imports.GroupBy(import => Name(import.File), StringComparer.OrdinalIgnoreCase))
        {
            var path = Path.Combine(folder, "measurements", group.Key + ".csv");
            var added = group.SelectMany(import => import.Measurements).ToList();
            if (Directory.Exists(path))
            {
                problems.Error(new(path, 0, 0), "unwritable-file", "a folder is in the way");
            }
            else if ((File.Exists(path) ? MeasurementFile.Read(path, catalog, problems) : []) is { } old)
            {
                var (rows, replaced) = MeasurementFile.Merge(old, added);
                stored.Add(new(path, MeasurementFile.Write(rows), added.Count, replaced));
            }
        }

        return stored;
    }

    /// <summary>Names that begin with a dot are no part of a catalog.</summary>
    private static string Name(string file) =>
        Path.GetFileNameWithoutExtension(file).TrimStart('.') is { Length: > 0 } name ? name : "benchmark";
}
