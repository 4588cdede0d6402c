using Mtok.Reporting;

namespace Mtok.App;

/// <summary>
/// Fetches sources of prices into a catalog folder. A source is taken whole or not at all: one that fails, or whose prices do
/// not pass the checks, leaves the rows and the copy that are there.
/// </summary>
/// <param name="folder">The user's catalog folder.</param>
/// <param name="fetcher">Asks the addresses.</param>
/// <param name="today">The day prices are stored under.</param>
internal sealed class CatalogUpdate(string folder, Fetcher fetcher, DateOnly today)
{
    /// <summary>Prices that did not change are stored again after so many days, so that they do not look old.</summary>
    private const int DaysUntilStoredAgain = 30;

    /// <summary>A source that suddenly has fewer than this share of its prices is taken for broken.</summary>
    private const double LeastShare = 0.5;

    private readonly KeptCopies _copies = new(folder);

    /// <summary>Fetches one source.</summary>
    public async Task<SourceUpdate> RunAsync(PriceSource source, CancellationToken cancelled)
    {
        var kept = _copies.Of(source.Id);
        switch (await fetcher.FetchAsync(source.Address, kept?.Copy.Tag is { Length: > 0 } tag ? tag : null, cancelled))
        {
            case Fetched.New fetched when kept is null || KeptCopies.Checksum(fetched.Bytes) != kept.Value.Copy.Sha256:
                return Take(source, fetched, kept?.Copy);
            case Fetched.New or Fetched.Unchanged when kept is { } same && same.Copy.Stored.AddDays(DaysUntilStoredAgain) > today:
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
        if (CatalogReader.Load(Directory.Exists(folder) ? folder : null, problems) is not { } facts)
        {
            return Refused(source, $"your catalog has errors: {problems.All.First(problem => problem.Severity == Severity.Error)}", before);
        }

        problems = new();
        using var stream = new MemoryStream(fetched.Bytes, writable: false);
        var import = new PriceReader(facts, new(AsOf.Of(today), source.Id, source.Seller, HasAllPages: fetched.Pages > 1), problems).Read(Name(source), stream);
        if (import is null)
        {
            return Refused(source, problems.All[0].Message, before);
        }

        var rows = import.Offers.Count + import.Apis.Count + import.Interruptions.Count;
        if (rows == 0 || rows < before?.Rows * LeastShare)
        {
            return Refused(source, before is null ? "it has no price that could be taken" : $"it has {rows} prices where the last good copy had {before.Rows}", before);
        }

        var stored = PriceStore.Into(folder, [import], facts, problems);
        if (problems.All.FirstOrDefault(problem => problem.Severity == Severity.Error) is { } fault)
        {
            return Refused(source, fault.ToString(), before);
        }

        var copy = new KeptCopy(fetched.Tag, KeptCopies.Checksum(fetched.Bytes), today, rows);
        var files = stored.Where(file => file.Added > 0).Select(file => KeyValuePair.Create(file.Path, System.Text.Encoding.UTF8.GetBytes(file.Text)));
        if (!Output.TryStore([.. files, .. _copies.With(source.Id, copy, fetched.Bytes)]))
        {
            return Refused(source, "the catalog folder cannot be written", before);
        }

        _copies.Remember(source.Id, copy);
        return new(source.Id, UpdateOutcome.Taken, stored.Sum(file => file.Added), Age(copy), copy.Sha256);
    }

    private SourceUpdate Refused(PriceSource source, string why, KeptCopy? kept) => new(source.Id, UpdateOutcome.Failed, 0, kept is null ? null : Age(kept), why);

    private Duration Age(KeptCopy copy) => Duration.FromHours(24.0 * Math.Max(0, today.DayNumber - copy.Stored.DayNumber));

    /// <summary>The last part of the address, which some formats are told by.</summary>
    private static string Name(PriceSource source) => source.Address.Segments[^1] is { Length: > 1 } last ? last : source.Id;
}
