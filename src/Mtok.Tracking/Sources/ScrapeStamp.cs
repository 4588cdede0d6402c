namespace Mtok.Tracking;

/// <summary>What whoever scrapes knows and a scrape does not say: when it was made, and of which target.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Labels">The labels of the target: <c>instance</c>, <c>job</c>.</param>
internal sealed record ScrapeStamp(DateTimeOffset At, IReadOnlyList<KeyValuePair<string, string>> Labels)
{
    private readonly double _milliseconds = At.ToUnixTimeMilliseconds();

    /// <summary>A sample with the labels that it has not itself, and the time if it has none.</summary>
    public ExpositionLine On(ExpositionLine sample) => sample with
    {
        Labels = [.. sample.Labels, .. Labels.Where(label => sample.Labels.All(own => own.Key != label.Key))],
        Time = sample.Time ?? _milliseconds,
    };
}
