using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What an export has written.</summary>
public static class FocusWords
{
    /// <summary>The line that says it.</summary>
    /// <param name="export">The export.</param>
    /// <param name="path">The file.</param>
    public static string Of(FocusExport export, string path) =>
        $"{path}: {CountText.Of(export.Rows, "row")}{string.Concat(export.Totals.Select(Text))}\n";

    private static string Text(BillTotal total) =>
        $"; {Exact(total.Billed.Amount)} {total.Billed.Currency} billed, {Exact(total.Effective.Amount)} effective";

    private static string Exact(decimal amount) => amount.Shown("0.############################");
}
