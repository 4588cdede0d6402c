namespace Mtok.Tracking;

/// <summary>A bill as a table of named columns, in whatever kind of file.</summary>
/// <param name="Name">Its name, as reports print it.</param>
/// <param name="Fits">Whether a table's columns are those of this format.</param>
/// <param name="CostColumns">The columns that hold what is billed; the first that is there counts.</param>
/// <param name="Read">Reads one row.</param>
internal sealed record BillFormat(string Name, Func<BillColumns, bool> Fits, IReadOnlyList<string> CostColumns, Action<BillLine, BillReading> Read)
{
    /// <summary>Every format of bills.</summary>
    public static IReadOnlyList<BillFormat> All { get; } = [FocusBill.Format, AzureBill.Format, AwsBill.Format, GcpBill.Format];

    /// <summary>The sources that read them: each format as CSV and Parquet, Google's as lines of JSON.</summary>
    public static IReadOnlyList<Source> Sources { get; } =
        [.. All.Select(CsvBill.SourceOf), .. All.Select(ParquetBill.SourceOf), JsonBill.SourceOf(GcpBill.Format)];
}
