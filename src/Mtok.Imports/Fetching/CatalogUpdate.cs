namespace Mtok.Imports;

/// <summary>
/// Fetches sources of prices into a catalog folder. A source is taken whole or not at all: one that fails, or whose prices do
/// not pass the checks, leaves the rows and the copy that are there.
/// </summary>
public sealed class CatalogUpdate
{
    /// <summary>Prices that did not change are stored again after so many days, so that they do not look old.</summary>
    private const int DaysUntilStoredAgain = 30;

    /// <summary>A source that suddenly has fewer than this share of its prices is taken for broken.</summary>
    private const double LeastShare = 0.5;

    private readonly string _folder;
    private readonly Fetcher _fetcher;
    private readonly DateOnly _today;
    private readonly KeptCopies _copies;

    /// <summary>Updates of a folder.</summary>
    /// <param name="folder">The user's catalog folder.</param>
    /// <param name="fetcher">Asks the addresses.</param>
    /// <param name="today">The day prices are stored under.</param>
    internal CatalogUpdate(string folder, Fetcher fetcher, DateOnly today)
    {
        _folder = folder;
        _fetcher = fetcher;
        _today = today;
        _copies = new(folder);
    }

    /// <summary>Fetches sources over the network, one after another.</summary>
    /// <param name="folder">The user's catalog folder; made where it is missing.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="today">The day prices are stored under.</param>
    /// <param name="cancelled">Ends the waiting.</param>
    public static async Task<IReadOnlyList<SourceUpdate>> RunAsync(string folder, IEnumerable<PriceSource> sources, DateOnly today, CancellationToken cancelled)
    {
        using var fetcher = Fetcher.Live();
        var update = new CatalogUpdate(folder, fetcher, today);
        var updates = new List<SourceUpdate>();
        foreach (var source in sources)
        {
            updates.Add(await update.RunAsync(source, cancelled));
        }

        return updates;
    }

    /// <summary>Fetches one source.</summary>
    internal async Task<SourceUpdate> RunAsync(PriceSource source, CancellationToken cancelled)
    {
        var kept = _copies.Of(source.Id);
        switch (await _fetcher.FetchAsync(source.Address, kept?.Copy.Tag is { Length: > 0 } tag ? tag : null, cancelled))
        {
            case Fetched.New fetched when kept is null || KeptCopies.Checksum(fetched.Bytes) != kept.Value.Copy.Sha256:
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
                return Refused(source, "the server says it is unchanged, but there is no copy of it", null);
        }
    }

    private SourceUpdate Take(PriceSource source, Fetched.New fetched, KeptCopy? before)
    {
        var problems = new Problems();
        if (CatalogReader.Load(Directory.Exists(_folder) ? _folder : null, problems) is not { } facts)
        {
            return Refused(source, $"your catalog has errors: {problems.All.First(problem => problem.Severity == Severity.Error)}", before);
        }

        problems = new();
        using var stream = new MemoryStream(fetched.Bytes, writable: false);
        var import = new PriceReader(facts, new(AsOf.Of(_today), source.Id, source.Seller, HasAllPages: fetched.Pages > 1), problems).Read(Name(source), stream);
        if (import is null)
        {
            return Refused(source, problems.All[0].Message, before);
        }

        var rows = import.Offers.Count + import.Apis.Count + import.Interruptions.Count;
        if (rows == 0 || rows < before?.Rows * LeastShare)
        {
            return Refused(source, before is null ? "it has no price that could be taken" : $"it has {rows} prices where the last good copy had {before.Rows}", before);
        }

        var stored = PriceStore.Into(_folder, [import], facts, problems);
        if (problems.All.FirstOrDefault(problem => problem.Severity == Severity.Error) is { } fault)
        {
            return Refused(source, fault.ToString(), before);
        }

        var copy = new KeptCopy(fetched.Tag, KeptCopies.Checksum(fetched.Bytes), _today, rows);
        var files = stored.Where(file => file.Added > 0).Select(file => KeyValuePair.Create(file.Path, System.Text.Encoding.UTF8.GetBytes(file.Text)));
        if (WholeFiles.Store([.. files, .. _copies.With(source.Id, copy, fetched.Bytes)]) is { } unwritten)
        {
            return Refused(source, unwritten, before);
        }

        _copies.Remember(source.Id, copy);
        return new(source.Id, UpdateOutcome.Taken, stored.Sum(file => file.Added), Age(copy), copy.Sha256);
    }

    private SourceUpdate Refused(PriceSource source, string why, KeptCopy? kept) => new(source.Id, UpdateOutcome.Failed, 0, kept is null ? null : Age(kept), why);

    private Duration Age(KeptCopy copy) => Duration.FromHours(24.0 * Math.Max(0, _today.DayNumber - copy.Stored.DayNumber));

    /// <summary>The last part of the address, which some formats are told by.</summary>
    private static string Name(PriceSource source) => source.Address.Segments[^1] is { Length: > 1 } last ? last : source.Id;
}
