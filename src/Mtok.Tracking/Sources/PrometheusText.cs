using System.Text.RegularExpressions;

namespace Mtok.Tracking;

/// <summary>
/// A scrape of <c>/metrics</c>: the Prometheus text format or OpenMetrics, from whatever program. Read twice, a line at a time: what began when, and
/// which of several metrics tells a class best, may stand after the counters.
/// </summary>
internal static partial class PrometheusText
{
    public static Source Source { get; } = new("Prometheus metrics", Fits, (file, readings, problems) => Read(file, null, readings, problems));

    /// <summary>A scrape whose time and target are known.</summary>
    public static Source Stamped(ScrapeStamp stamp) => new(Source.Name, Fits, (file, readings, problems) => Read(file, stamp, readings, problems));

    /// <summary>
    /// Whether the lines are mostly samples (a scrape may be damaged, but a program that prints metrics is none), and their types are declared or, where
    /// every line is a sample, one is of a known program or has labels and a time: other formats look alike.
    /// </summary>
    private static bool Fits(SourceFile file)
    {
        var lines = file.HeadText.Split('\n');
        var isDeclared = lines.Any(line => Declaration().IsMatch(line));
        var isKnown = false;
        var samples = 0;
        var others = 0;
        foreach (var line in (file.IsWhole ? lines : lines[..^1]).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (ExpositionLine.TryRead(line, out var sample, out _, out _))
            {
                samples++;
                isKnown = isKnown || isDeclared || IsDumped(sample) || MetricSeries.Of(sample.Name, new(sample.Labels), _ => false).IsUsed;
            }
            else
            {
                others++;
            }
        }

        return isDeclared ? samples >= others : isKnown && others == 0;
    }

    private static bool IsDumped(ExpositionLine sample) =>
        sample is { Labels.Count: > 0, Time: { } time } && Moments.OfEither(time) is { Year: > 2000 and < 2100 };

    private static void Read(SourceFile file, ScrapeStamp? stamp, IReadings readings, Problems problems)
    {
        var contents = ScrapeContents.Of(file, stamp);
        var scrapes = new ScrapeNumber();
        var scrape = 0;
        var metrics = new MetricReadings(readings) { StartOf = series => contents.StartOf(series, scrape), IsBest = contents.IsBest };
        BadLine? last = null;
        foreach (var (line, where) in file.Lines())
        {
            last?.Report(readings, problems);
            last = null;
            if (line.TrimStart().StartsWith('#'))
            {
                continue;
            }

            if (ExpositionLine.TryRead(line, out var sample, out var wrong, out var column))
            {
                sample = stamp?.On(sample) ?? sample;
                var series = MetricSeries.Of(sample.Name, new(sample.Labels), contents.Has);
                scrape = sample.Time is null ? scrapes.Of(sample.Name, series) : scrape;
                Add(sample, series, where, metrics, readings);
            }
            else if (CurlProgress().IsMatch(line))
            {
                readings.LeaveOut("printed by curl", where);
            }
            else
            {
                last = new(line, where with { Column = column }, wrong);
            }
        }

        last?.ReportCut(readings);
    }

    private static void Add(ExpositionLine sample, MetricSeries series, Location where, MetricReadings metrics, IReadings readings)
    {
        var at = sample.Time is { } time ? Moments.OfEither(time) : null;
        if (sample.Time is not null && at is null)
        {
            readings.LeaveOut("no such time", where);
            return;
        }

        metrics.Add(series, where, at, sample.Value);
    }

    /// <summary>A line that is no sample: an error where a counter is lost by it, else left out.</summary>
    private sealed record BadLine(string Line, Location Where, string Wrong)
    {
        public void Report(IReadings readings, Problems problems)
        {
            var name = LeadingName().Match(Line).Value;
            if (Line.Length > name.Length && Line[name.Length] is '{' or ' ' or '\t' && MetricSeries.Of(name, new([]), _ => false).Counts)
            {
                problems.Error(Where, "metrics", $"not a sample: {Wrong}");
            }
            else
            {
                readings.LeaveOut("not a sample", Where);
            }
        }

        /// <summary>The last line: whoever copied the scrape stopped inside it.</summary>
        public void ReportCut(IReadings readings)
        {
            readings.LeaveOut("cut off at the end of the file", Where);
            readings.Warn(Where, $"the file ends inside a sample ({Wrong}): what followed is missing");
        }
    }

    [GeneratedRegex(@"^\s*#\s+TYPE\s+\S+\s+(counter|gauge|histogram|summary|untyped|unknown|info|stateset|gaugehistogram)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*% Total\s|^\s*Dload\s|--:--:--", RegexOptions.CultureInvariant)]
    private static partial Regex CurlProgress();

    [GeneratedRegex("^[A-Za-z_:][A-Za-z0-9_:]*", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingName();
}
