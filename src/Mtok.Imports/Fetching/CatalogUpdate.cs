namespace Mtok.Imports;

/// <summary>
/// Fetches price sources into a catalog folder. A source is updated completely or not at all: if it fails, or its prices do
/// not pass the checks, the existing rows and copy are left unchanged.
/// </summary>
public sealed class CatalogUpdate
{
    /// <summary>The times that an update may be given; a second to a day.</summary>
    public static Limits<Duration> TimeLimitRange { get; } = new(Duration.FromSeconds(1), Duration.FromHours(24));

    /// <summary>Unchanged prices are stored again after this many days, so that they do not appear outdated.</summary>
    private const int DaysUntilStoredAgain = 30;

    /// <summary>A source with fewer than this share of its previous prices is considered broken.</summary>
    private const double LeastShare = 0.5;

    private readonly string _folder;
    private readonly Fetcher _fetcher;
    private readonly DateOnly _today;
    private readonly WritingTurn _turn;
    private readonly Duration? _limit;
    private SourceCopies _copies;

    /// <summary>Takes a folder and how to fetch.</summary>
    /// <param name="folder">The user's catalog folder.</param>
    /// <param name="fetcher">Fetches the addresses.</param>
    /// <param name="today">The date stored with the prices.</param>
    /// <param name="turn">How to wait for another writer of the folder.</param>
    /// <param name="limit">How long it may take in all; null for any time.</param>
    internal CatalogUpdate(string folder, Fetcher fetcher, DateOnly today, WritingTurn turn, Duration? limit = null)
    {
        _turn = turn;
        _limit = limit;
        _folder = folder;
        _fetcher = fetcher;
        _today = today;
        _copies = new(folder);
    }

    /// <summary>Fetches sources over the network together, and stores them in their order.</summary>
    /// <param name="folder">The user's catalog folder; created if missing.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="today">The date stored with the prices.</param>
    /// <param name="turn">How to wait for another writer of the folder.</param>
    /// <param name="limit">How long it may take in all: sources that have not come by then are refused; null for any time.</param>
    /// <param name="progress">Takes each source once it is stored or refused; null for nobody.</param>
    /// <param name="cancelled">Cancels waiting.</param>
    public static async Task<IReadOnlyList<SourceUpdate>> RunAsync(
        string folder, IEnumerable<PriceSource> sources, DateOnly today, WritingTurn turn, Duration? limit, IProgress<SourceUpdate>? progress,
        CancellationToken cancelled)
    {
        using var fetcher = Fetcher.Live();
        return await new CatalogUpdate(folder, fetcher, today, turn, limit).RunAsync(sources, cancelled, progress);
    }

    /// <summary>Fetches sources; where waiting is cancelled or time is up, those that came before are stored.</summary>
    internal async Task<IReadOnlyList<SourceUpdate>> RunAsync(
        IEnumerable<PriceSource> sources, CancellationToken cancelled, IProgress<SourceUpdate>? progress = null)
    {
        using var late = _limit is { } limit ? new CancellationTokenSource(TimeSpan.FromSeconds(limit.Seconds), _turn.Clock) : new();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, late.Token);
        var updates = new List<SourceUpdate>();
        foreach (var (source, fetching) in sources.Select(source => (source, FetchAsync(source, either.Token))).ToList())
        {
            if (await UpdatedAsync(source, fetching, late.Token, cancelled) is { } update)
            {
                updates.Add(update);
                progress?.Report(update);
            }
        }

        cancelled.ThrowIfCancellationRequested();
        return updates;
    }

    /// <summary>
    /// A source stored, also once time is up where it came before, or refused; null where waiting for it was cancelled: the others may have come.
    /// </summary>
    private async Task<SourceUpdate?> UpdatedAsync(PriceSource source, Task<Fetched> fetching, CancellationToken late, CancellationToken cancelled)
    {
        try
        {
            return await StoreAsync(source, fetching, cancelled);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested || late.IsCancellationRequested)
        {
            return cancelled.IsCancellationRequested
                ? null
                : Refused(source, $"it had not come when the time limit of {_limit} was over", _copies.Of(source.Id)?.Copy);
        }
#pragma warning disable CA1031 // One source that nobody foresaw does not take the others with it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Refused(source, $"a fault of this program: {exception.GetType().Name}: {exception.Message}", null);
        }
    }

    /// <summary>Judges what came and stores it, alone in the folder and by what is then in it.</summary>
    private async Task<SourceUpdate> StoreAsync(PriceSource source, Task<Fetched> fetching, CancellationToken cancelled)
    {
        var fetched = await fetching;
        try
        {
            using var alone = await FolderLock.TakeAsync(_folder, _turn, cancelled);
            _copies = new(_folder);
            return Judge(source, fetched);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refused(source, $"{_folder}: cannot be written: {exception.Message}", null);
        }
    }

    private Task<Fetched> FetchAsync(PriceSource source, CancellationToken cancelled) =>
        _fetcher.FetchAsync(source.Address, _copies.Of(source.Id)?.Copy.Tag is { Length: > 0 } tag ? tag : null, cancelled);

    private SourceUpdate Judge(PriceSource source, Fetched result)
    {
        var kept = _copies.Of(source.Id);
        switch (result)
        {
            case Fetched.New fetched when kept is null || SourceCopies.Checksum(fetched.Bytes) != kept.Value.Copy.Sha256:
                return Take(source, fetched, kept?.Copy);
            case Fetched.New or Fetched.Unchanged when kept is { } same && same.Copy.Stored.AddDays(DaysUntilStoredAgain) > _today:
                return new(source.Id, UpdateOutcome.Unchanged, same.Copy.Rows, Age(same.Copy), "");
            case Fetched.New again:
                return Take(source, again, kept?.Copy);
            case Fetched.Unchanged when kept is { } old:
                return Take(source, new(old.Bytes, old.Copy.Tag), old.Copy);
            case Fetched.Failed failed:
                return Refused(source, failed.Why, kept?.Copy);
            default:
                return Refused(source, "the server reports it as unchanged, but there is no copy of it", null);
        }
    }

    private SourceUpdate Take(PriceSource source, Fetched.New fetched, SourceCopy? before)
    {
        var problems = new Problems();
        if (CatalogReader.Load(Directory.Exists(_folder) ? _folder : null, problems) is not { } facts)
        {
            return Refused(source, $"your catalog has errors: {problems.All.First(problem => problem.Severity == Severity.Error)}", before);
        }

        problems = new();
        using var stream = new MemoryStream(fetched.Bytes, writable: false);
        var import = new PriceReader(
            facts, new(AsOf.Of(_today), source.Id, source.Seller, HasAllPages: fetched.Pages > 1), problems).Read(Name(source), stream);
        if (import is null)
        {
            return Refused(source, problems.All[0].Message, before);
        }

        var rows = import.Offers.Count + import.Apis.Count + import.Interruptions.Count;
        if (rows == 0 || rows < before?.Rows * LeastShare)
        {
            return Refused(
                source,
                before is null ? "it has no valid price" : $"it has {rows} prices, but the last good copy had {before.Rows}",
                before);
        }

        var stored = PriceStore.Into(_folder, [import], facts, problems);
        if (problems.All.FirstOrDefault(problem => problem.Severity == Severity.Error) is { } fault)
        {
            return Refused(source, fault.ToString(), before);
        }

        var copy = new SourceCopy(fetched.Tag, SourceCopies.Checksum(fetched.Bytes), _today, rows);
        var files = stored.Where(file => file.Added > 0).Select(file => KeyValuePair.Create(file.Path, System.Text.Encoding.UTF8.GetBytes(file.Text)));
        if (WholeFiles.Store([.. files, .. _copies.With(source.Id, copy, fetched.Bytes)]) is { } unwritten)
        {
            return Refused(source, unwritten, before);
        }

        _copies.Remember(source.Id, copy);
        return new(source.Id, UpdateOutcome.Taken, stored.Sum(file => file.Added), Age(copy), copy.Sha256);
    }

    private SourceUpdate Refused(PriceSource source, string why, SourceCopy? kept) =>
        new(source.Id, UpdateOutcome.Failed, 0, kept is null ? null : Age(kept), why);

    private Duration Age(SourceCopy copy) => Duration.FromHours(24.0 * Math.Max(0, _today.DayNumber - copy.Stored.DayNumber));

    /// <summary>The last part of the address, by which some formats are detected.</summary>
    private static string Name(PriceSource source) => source.Address.Segments[^1] is { Length: > 1 } last ? last : source.Id;
}
