using System.Globalization;

namespace Mtok;

/// <summary>
/// How far published figures lie from what a model predicts that never saw their publication, for a class of networks, devices and loads (E3).
/// </summary>
/// <param name="Network"><c>dense</c> or <c>experts</c>; blank for all.</param>
/// <param name="Vendor">The maker of the devices; blank for all.</param>
/// <param name="Load">The class of load; blank for all.</param>
/// <param name="Low">5th percentile of ln(published / predicted).</param>
/// <param name="High">95th percentile of it.</param>
/// <param name="Rows">Published figures it was derived from.</param>
/// <param name="Publications">Publications of them.</param>
public sealed record ErrorInterval(string Network, string Vendor, string Load, Ratio Low, Ratio High, int Rows, int Publications)
{
    private static readonly string[] Columns = ["network", "vendor", "load", "low", "high", "rows", "publications"];
    private static readonly Limits<Ratio> Logarithm = new(Ratio.FromValue(-5), Ratio.FromValue(5));

    /// <summary>Where nothing was measured: a factor of three either way.</summary>
    public static ErrorInterval Unknown { get; } = new("", "", "", Ratio.FromValue(-Math.Log(3)), Ratio.FromValue(Math.Log(3)), 0, 0);

    /// <summary>The interval of a class; of the wider one that holds it where it has none of its own.</summary>
    /// <param name="known">All intervals.</param>
    /// <param name="network"><c>dense</c> or <c>experts</c>.</param>
    /// <param name="vendor">The maker of the device.</param>
    /// <param name="load">The class of load.</param>
    public static ErrorInterval For(IReadOnlyList<ErrorInterval> known, string network, string vendor, string load) =>
        known.FirstOrDefault(each => (each.Network, each.Vendor, each.Load) == (network, vendor, load))
            ?? known.FirstOrDefault(each => (each.Network, each.Vendor, each.Load) == (network, vendor, ""))
            ?? known.FirstOrDefault(each => (each.Network, each.Vendor, each.Load) == (network, "", ""))
            ?? known.FirstOrDefault(each => (each.Network, each.Vendor, each.Load) == ("", "", ""))
            ?? Unknown;

    /// <summary>The text of <c>engines/intervals.csv</c>.</summary>
    public static string Write(IEnumerable<ErrorInterval> all) => string.Concat(all
        .Select(each => string.Join(
            ',',
            [each.Network, each.Vendor, each.Load, Number(each.Low.Value), Number(each.High.Value), Number(each.Rows), Number(each.Publications)]))
        .Prepend(string.Join(',', Columns))
        .Select(line => line + "\n"));

    internal static IEnumerable<ErrorInterval> Read(CatalogFile file, Problems problems) =>
        new CsvTable(file.Path, file.Text, problems).Rows(["low", "high", "rows"], ["network", "vendor", "load", "publications"])
        .Select(row => new ErrorInterval(
            row.Text("network"), row.Text("vendor"), row.Text("load"),
            row.Quantity("low", Logarithm) ?? Unknown.Low, row.Quantity("high", Logarithm) ?? Unknown.High,
            row.Count("rows", new(0, 10_000_000)) ?? 0, row.Count("publications", new(0, 10_000)) ?? 0));

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
