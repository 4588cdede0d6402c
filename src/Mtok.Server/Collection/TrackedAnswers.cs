using System.Collections.Concurrent;
using Mtok.Planning;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Server;

/// <summary>Answers about what was tracked; each is made once for a reading of the ledger and of the catalog, however many ask for it.</summary>
/// <param name="catalog">Prices and what replicas serve.</param>
/// <param name="clock">The day of prices.</param>
/// <param name="limits">The limits of alerts.</param>
internal sealed class TrackedAnswers(ServedCatalog catalog, Clock clock, AlertLimits limits)
{
    /// <summary>More questions than pages have; beyond, each who asks has an answer made.</summary>
    private const int MostKept = 64;
    private static readonly TrackBy[] Usual = [TrackBy.Model, TrackBy.Team];

    private readonly Lock _lock = new();
    private TrackedView? _view;
    private LoadedCatalog? _loaded;
    private ConcurrentDictionary<string, Lazy<object>> _answers = new(StringComparer.Ordinal);

    /// <summary>Usage, cost and unit cost by group.</summary>
    public TrackAnswer Of(TrackedView view, IReadOnlyList<TrackBy> by, TrackSpan span, TrackPart? part = null) =>
        Once(view, $"by {string.Join(',', by)} {span} {part}", tracked => TrackAnswers.Of(tracked, by, span, catalog.Current.Capacities, part));

    /// <summary>How far what was paid is from a plan; the reason where that cannot be said.</summary>
    public (PlanGap? Gap, string Why) Gap(TrackedView view, TrackSpan span, SavedPlan plan) => ((PlanGap?, string))Once<object>(view, $"gap {span}", tracked =>
        PlanGap.Of(plan, TrackedTraffic.Of(tracked, span, catalog.Current.Capacities), tracked, catalog.Current.Capacities));

    /// <summary>The alerts.</summary>
    public IReadOnlyList<TrackCheck> Checks(TrackedView view, TrackSpan span) => Once(view, $"check {span}", tracked =>
        TrackChecks.Of(tracked, limits, span, catalog.Current.Capacities, (model, mix) =>
            CheapestApi.Of(catalog.Current.Catalog, model, mix, clock.Today) is { } api ? new ApiRival(api.Name, api.Price, api.AsOf) : null));

    /// <summary>What the traffic would have cost elsewhere.</summary>
    public Report Compared(TrackedView view, TrackSpan span) => Once(view, $"compare {span}", tracked => TrackCompareReport.Of(
        TrackedComparison.Of(TrackedTraffic.Of(tracked, span, catalog.Current.Capacities), null, catalog.Current.Capacities, clock.Today),
        catalog.Current.Catalog,
        int.MaxValue));

    /// <summary>What to group by; null where it cannot be read (reported).</summary>
    public static IReadOnlyList<TrackBy>? ByOf(string? words, Problems problems)
    {
        var by = GroupKey.By(words ?? "", out var wrong);
        if (wrong is not null)
        {
            problems.Error(new("by", 0, 0), "bad-value", $"\"{wrong}\" must be model, team, deployment, hour or day, several with commas");
            return null;
        }

        return by.Count == 0 ? Usual : by;
    }

    /// <summary>The time asked about; what cannot be read is reported.</summary>
    public static TrackSpan SpanOf(string? from, string? to, Problems problems)
    {
        var span = new TrackSpan(Moment("from", from, problems), Moment("to", to, problems));
        if (span.To <= span.From)
        {
            problems.Error(new("to", 0, 0), "empty-span", "must be later than from");
        }

        return span;
    }

    private static DateTimeOffset? Moment(string name, string? text, Problems problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TrackSpan.MomentOf(text) is { } at)
        {
            return at;
        }

        problems.Error(new(name, 0, 0), "bad-value", $"\"{text}\" must be {TrackSpan.Expected}");
        return null;
    }

    private T Once<T>(TrackedView view, string question, Func<Tracked, T> answer)
        where T : class
    {
        var answers = Kept(view);
        var lazy = answers.Count < MostKept || answers.ContainsKey(question)
            ? answers.GetOrAdd(question, _ => new(() => answer(view.Tracked!)))
            : new(() => answer(view.Tracked!));
        return (T)lazy.Value;
    }

    private ConcurrentDictionary<string, Lazy<object>> Kept(TrackedView view)
    {
        lock (_lock)
        {
            if (_view != view || _loaded != catalog.Current)
            {
                (_view, _loaded, _answers) = (view, catalog.Current, new(StringComparer.Ordinal));
            }

            return _answers;
        }
    }
}
