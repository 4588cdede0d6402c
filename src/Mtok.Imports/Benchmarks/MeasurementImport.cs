namespace Mtok.Imports;

/// <summary>A measurements file to be stored.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">Its full text.</param>
/// <param name="Added">The number of rows imported.</param>
/// <param name="Replaced">The number of existing rows with the same conditions that were replaced.</param>
public sealed record StoredMeasurements(string Path, string Text, int Added, int Replaced);

/// <summary>Converts imported measurements to files of a user's catalog folder: one per result file, with the same name.</summary>
public static class MeasurementImport
{
    /// <summary>The files to store, checked like any catalog file; nothing is written.</summary>
    public static IReadOnlyList<StoredMeasurements> Into(string folder, IReadOnlyList<BenchmarkImport> imports, Catalog catalog, Problems problems)
    {
        var stored = new List<StoredMeasurements>();
        foreach (var group in imports.GroupBy(import => Name(import.File), StringComparer.OrdinalIgnoreCase))
        {
            var path = Path.Combine(folder, "measurements", group.Key + ".csv");
            var added = group.SelectMany(import => import.Measurements).ToList();
            if (Directory.Exists(path))
            {
                problems.Error(new(path, 0, 0), "unwritable-file", "it is a folder");
            }
            else if ((File.Exists(path) ? MeasurementFile.Read(path, catalog, problems) : []) is { } old)
            {
                var (rows, replaced) = MeasurementFile.Merge(old, added);
                stored.Add(new(path, MeasurementFile.Write(rows), added.Count, replaced));
            }
        }

        return stored;
    }

    /// <summary>A valid catalog file name; names that start with a dot are not part of a catalog.</summary>
    private static string Name(string file) =>
        Path.GetFileNameWithoutExtension(file).TrimStart('.') is { Length: > 0 } name ? name : "benchmark";
}
