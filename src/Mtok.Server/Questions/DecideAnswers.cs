using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>Decisions for pages: the newest are kept, each is made once however many ask, and few are made at a time.</summary>
/// <param name="catalog">Prices, and what replicas serve.</param>
/// <param name="clock">The day of prices.</param>
internal sealed class DecideAnswers(ServedCatalog catalog, Clock clock) : IDisposable
{
    private const int MostKept = 16;
    private const int MostAtATime = 2;

    /// <summary>By what is asked, what was asked for last at the end.</summary>
    private readonly OrderedDictionary<string, Lazy<StagedDecision>> _kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(MostAtATime);
    private readonly Lock _lock = new();

    /// <summary>How decisions are shown.</summary>
    public DecisionView View => new(Detail.All, clock.Today, catalog.Current.Capacities) { Show = 8, Disagreements = catalog.Current.Disagreements.Value };

    /// <summary>The decision where it is made already; else null.</summary>
    public StagedDecision? Known(DecideQuestion question) => Kept(question) is { IsValueCreated: true } made ? made.Value : null;

    /// <summary>The decision.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="workload">The workload that it reads as.</param>
    /// <param name="cancel">Where nobody waits any more.</param>
    public async Task<StagedDecision> Of(DecideQuestion question, Workload workload, CancellationToken cancel)
    {
        var answer = Kept(question) ?? Keep(question, workload);
        return answer.IsValueCreated ? answer.Value : await InTurn(() => answer.Value, cancel).ConfigureAwait(false);
    }

    /// <summary>The decision with the volumes at which it changes.</summary>
    public Task<Decision> Whole(StagedDecision staged, CancellationToken cancel) =>
        staged.IsWhole ? Task.FromResult(staged.Whole) : InTurn(() => staged.Whole, cancel);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<T> InTurn<T>(Func<T> make, CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return make();
        }
        finally
        {
            _turns.Release();
        }
    }

    private Lazy<StagedDecision>? Kept(DecideQuestion question)
    {
        var key = KeyOf(question);
        lock (_lock)
        {
            if (_kept.Remove(key, out var made))
            {
                _kept[key] = made;
            }

            return made;
        }
    }

    private Lazy<StagedDecision> Keep(DecideQuestion question, Workload workload)
    {
        lock (_lock)
        {
            if (Kept(question) is { } made)
            {
                return made;
            }

            if (_kept.Count >= MostKept)
            {
                _kept.RemoveAt(0);
            }

            return _kept[KeyOf(question)] = new(() => StagedDecision.Of(workload, catalog.Current.Capacities, clock.Today));
        }
    }

    private string KeyOf(DecideQuestion question) => $"{catalog.Current.Tag.Value} {question.At("")}";
}
