using Mtok.Imports;

namespace Mtok.App;

/// <summary>The catalog folder that imported rows go to.</summary>
internal static class ImportFolder
{
    /// <summary>The catalog with the folder's rows over it, where there is one already; null where it cannot be read or is none (reported).</summary>
    /// <param name="folder">The folder, or null where nothing is to be stored.</param>
    /// <param name="problems">What is wrong. Warnings of rows that were there before are for <c>catalog lint</c>.</param>
    public static Catalog? Load(string? folder, Problems problems)
    {
        if (folder is not null && File.Exists(folder))
        {
            problems.Error(new(folder, 0, 0), "not-a-folder", "--catalog must be a folder");
            return null;
        }

        return CatalogReader.Load(Directory.Exists(folder) ? folder : null, problems, today: Today.Date);
    }

    /// <summary>Shows a report of measurements once they are stored; where they cannot be, only the exit code says so (reported).</summary>
    public static int Keep(IReadOnlyList<StoredMeasurements> stored, Func<int> show) =>
        stored.Count > 0 && !Output.TryStore([.. stored.Select(file => KeyValuePair.Create(file.Path, file.Text))]) ? ExitCode.Usage : show();
}
