using System.Globalization;
using Mtok.Traces;

namespace Mtok.Fitting;

/// <summary>A service of Azure's week of 2024, digitised from the plots published with it.</summary>
internal static class AzureWeek
{
    private const int Hours = 7 * 24;

    /// <summary>The mean range of seven draws from a normal distribution, in standard deviations.</summary>
    private const double RangeOfSeven = 2.704;

    public static TrafficClass Of(string folder, string service, double requests, TracedClass before)
    {
        var minutes = Rows(folder, $"azure2024_weekly_{service}_digitised.csv").ToList();
        var byHour = minutes.ToLookup(row => HourOfWeek(row[0]), row => Number(row[1]));
        var shape = Enumerable.Range(0, Hours).Select(hour => byHour[hour].DefaultIfEmpty(double.NaN).Average()).ToList();
        var filled = shape.Select((rate, hour) => double.IsNaN(rate) ? shape[(hour + 1) % Hours] : rate).ToList();
        var scale = requests / (filled.Sum() * 3600);
        return before.Class with
        {
            Step = Duration.Hour,
            Rates = [.. filled.Select(rate => RequestsPerSecond.FromPerSecond(rate * scale))],
            MinuteVariation = Ratio.FromValue(Math.Round(Variation(minutes), 3)),
            Lengths = LengthBins.Of(Mapped(folder, service, before.Requests)),
        };
    }

    /// <summary>Sunday 0:00 UTC is the first hour.</summary>
    private static int HourOfWeek(string time)
    {
        var moment = DateTime.Parse(time, CultureInfo.InvariantCulture);
        return ((int)moment.DayOfWeek * 24) + moment.Hour;
    }

    /// <summary>The plot's line covers about seven minutes in each column of pixels; its extent, less the line's thickness, is their range.</summary>
    private static double Variation(List<string[]> minutes)
    {
        var thickness = minutes.Min(row => Number(row[2]) - Number(row[3]));
        var squares = minutes.Average(row => Math.Pow((Number(row[2]) - Number(row[3]) - thickness) / RangeOfSeven / Number(row[1]), 2));
        return Math.Sqrt(Math.Max(0, squares - (1 / minutes.Average(row => Number(row[1])))));
    }

    /// <summary>Requests of the earlier trace, each length replaced by the one with the same rank in this week.</summary>
    private static List<(double Input, double Output)> Mapped(string folder, string service, IReadOnlyList<TraceRequest> before)
    {
        var inputs = Ranks(before, request => request.Input.Count, Curve(folder, "input", service));
        var outputs = Ranks(before, request => request.Output.Count, Curve(folder, "output", service));
        return [.. inputs.Zip(outputs)];
    }

    private static double[] Ranks(IReadOnlyList<TraceRequest> requests, Func<TraceRequest, double> length, List<(double Percent, double Tokens)> curve)
    {
        var lengths = new double[requests.Count];
        foreach (var (at, rank) in Enumerable.Range(0, requests.Count).OrderBy(at => length(requests[at])).Select((at, rank) => (at, rank)))
        {
            lengths[at] = At(curve, 100 * (rank + 0.5) / requests.Count);
        }

        return lengths;
    }

    private static double At(List<(double Percent, double Tokens)> curve, double percent)
    {
        var after = curve.FindIndex(point => point.Percent >= percent);
        var (low, high) = after <= 0 ? (after < 0 ? curve[^1] : curve[0], after < 0 ? curve[^1] : curve[0]) : (curve[after - 1], curve[after]);
        var share = high.Percent > low.Percent ? (percent - low.Percent) / (high.Percent - low.Percent) : 1;
        return Math.Max(1, Math.Round(low.Tokens + (share * (high.Tokens - low.Tokens))));
    }

    /// <summary>Points below one pixel of the plot read as 0; they are replaced by a straight line from 1 token.</summary>
    private static List<(double Percent, double Tokens)> Curve(string folder, string kind, string service) =>
        [(0, 1), .. Rows(folder, $"azure2024_cdf_{kind}_{service}_digitised.csv").Select(row => (Number(row[0]), Number(row[1]))).Where(point => point.Item2 >= 1)];

    private static IEnumerable<string[]> Rows(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, "azure2024_digitised", file)).Skip(1).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
