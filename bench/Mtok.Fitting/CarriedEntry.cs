namespace Mtok.Fitting;

/// <summary>One entry of a provider's list: all rows that files have of it, in time.</summary>
internal sealed class CarriedEntry
{
    private const string FirstAfterModelsDevBefore = "2026-07-03";
    private const string LastBeforeModelsDev = "2026-09-29";
    private const string FirstAfterModelsDev = "2026-10-01";
    private const string FirstAfterPiBefore = "2026-10-22";
    private const string GenaiRelease = "2026-09-23";
    private const string ModelsDevRelease = "2026-09-30";

    /// <summary>Entries that their seller ended, with the last day.</summary>
    private static readonly Dictionary<(string Provider, string Model), string> Ended = new()
    {
        // mnfst/awesome-free-llm-apis#102
        [("groq", "llama-3.3-70b")] = "2026-08-16",
        [("groq", "llama-3.1-8b")] = "2026-08-16",
    };

    /// <summary>
    /// Providers whose pages genai-prices read again between two releases, as changes show; an unchanged price of any other may have been
    /// read long before.
    /// </summary>
    private static readonly HashSet<string> GenaiReads = ["anthropic", "aws-bedrock", "deepseek", "google", "google-vertex", "mistral", "openai", "xai", "zai"];

    private static readonly string[] KeptPlaces = ["", "global", "us", "eu", "regional"];

    public CarriedEntry(string provider, string modelId, ModelName name, IReadOnlyList<ApiPrice> rows)
    {
        Provider = provider;
        ModelId = modelId;
        Name = name;
        var seen = Seen(rows).ToList();
        var newest = seen.OrderByDescending(row => row.Provenance.AsOf).ThenBy(row => row.ProviderModel.Length)
            .ThenBy(row => row.ProviderModel, StringComparer.Ordinal).First();
        var spelt = seen.Where(row => row.Provenance.Source != PriceList.LiteLlm).OrderByDescending(row => row.Provenance.AsOf)
            .Select(row => row.ProviderModel).FirstOrDefault() ?? newest.ProviderModel;
        Rows =
        [
            .. seen.Select(row => row with { ProviderModel = spelt })
                .GroupBy(row => row.Key)
                .SelectMany(tier => Joined([.. tier]))
                .Select(WithEnd),
        ];
        Rows = WithoutOldServices(WithoutOldTiers(WithEndOfOlder(Rows)));
    }

    /// <summary>
    /// Whether a list of a known day has the entry, or one that copies: what only genai-prices has and did not read again, or a router's own list
    /// lacks, is gone.
    /// </summary>
    public bool IsListed => Rows.Any(row => row.Provenance.AsOf.IsDated)
        || (Provider != "openrouter" && Rows.Any(row => row.Provenance.Source.Contains(PriceList.LiteLlm, StringComparison.Ordinal)));

    public string Provider { get; }

    public string ModelId { get; }

    public ModelName Name { get; }

    public IReadOnlyList<ApiPrice> Rows { get; }

    /// <summary>Of entries of one model at the same prices only one is kept, and of regions the large ones.</summary>
    public static IEnumerable<CarriedEntry> WithoutRepeated(IEnumerable<CarriedEntry> entries)
    {
        var kept = new List<CarriedEntry>();
        foreach (var entry in entries.Where(entry => KeptPlaces.Contains(entry.Name.Place))
            .OrderBy(entry => entry.Name.Snapshot.Length).ThenBy(entry => Array.IndexOf(KeptPlaces, entry.Name.Place))
            .ThenByDescending(entry => entry.Rows.Max(row => row.Provenance.AsOf)).ThenBy(entry => entry.Rows[0].ProviderModel.Length)
            .ThenBy(entry => entry.Rows[0].ProviderModel, StringComparer.Ordinal))
        {
            if (!kept.Exists(other => Current(entry).IsSubsetOf(Current(other))))
            {
                kept.Add(entry);
            }
        }

        return kept;
    }

    private static HashSet<(decimal, decimal, string)> Current(CarriedEntry entry) =>
        [
            .. entry.Rows.GroupBy(row => row.Key)
                .Select(tier => tier.MaxBy(row => row.Provenance.AsOf)!)
                .Select(row => (row.Prices.Input.Dollars, row.Prices.Output.Dollars, row.Condition)),
        ];

    /// <summary>The rows with the day on which each was seen; those that only repeat an older file of the same origin are left out.</summary>
    private static IEnumerable<ApiPrice> Seen(IReadOnlyList<ApiPrice> rows)
    {
        var bySource = rows.ToLookup(row => row.Provenance.Source, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            switch (row.Provenance.Source)
            {
                case PriceList.ModelsDevBefore when bySource[PriceList.ModelsDev].Any(now => Same(now, row)):
                case PriceList.GenaiBefore when bySource[PriceList.Genai].Any(now => Same(now, row) && SameDays(now, row)):
                case PriceList.PiBefore when !row.Provenance.AsOf.IsDated || bySource[PriceList.Pi].Any(now => Same(now, row)):
                    break;
                case PriceList.Genai when !GenaiReads.Contains(row.Provider) && bySource[PriceList.GenaiBefore].Any(before => Same(before, row)):
                    yield return row with { Provenance = row.Provenance with { AsOf = AsOf.Undated } };
                    break;
                case PriceList.ModelsDevBefore when !bySource[PriceList.ModelsDev].Any():
                    yield return row with { Provenance = row.Provenance with { Until = Day(LastBeforeModelsDev) } };
                    break;
                case PriceList.ModelsDev when bySource[PriceList.ModelsDevBefore].Any(before => Condition(before) == Condition(row))
                    && !bySource[PriceList.ModelsDevBefore].Any(before => Same(before, row)):
                    yield return Since(row, FirstAfterModelsDevBefore);
                    break;
                case PriceList.Pi when !row.Provenance.AsOf.IsDated && !bySource[PriceList.ModelsDev].Any(other => Same(other, row)):
                    yield return Since(row, bySource[PriceList.PiBefore].Any(other => Same(other, row)) ? FirstAfterModelsDev : FirstAfterPiBefore);
                    break;
                default:
                    yield return row;
                    break;
            }
        }
    }

    /// <summary>A list that changed between two looks was changed after the first: that is the oldest day on which the price can have been seen.</summary>
    private static ApiPrice Since(ApiPrice row, string day) =>
        row.Provenance.AsOf < Day(day) ? row with { Provenance = row.Provenance with { AsOf = Day(day) } } : row;

    /// <summary>
    /// Rows one after the other at one price are one row, seen on the last of their days. A list that copies, or tells no day, confirms the price
    /// in force that it repeats.
    /// </summary>
    private static IEnumerable<ApiPrice> Joined(IReadOnlyList<ApiPrice> rows)
    {
        var joined = new List<ApiPrice>();
        foreach (var row in rows.OrderBy(IsCopy).ThenBy(row => row.Provenance.AsOf).ThenBy(row => row.Provenance.Since?.From ?? default)
            .ThenByDescending(Order))
        {
            var at = IsCopy(row)
                ? joined.FindLastIndex(other => Same(other, row) && other.Provenance is { Announced: null, Until: null })
                : joined.Count - 1;
            at = at < 0 && !row.Provenance.AsOf.IsDated
                ? joined.FindLastIndex(other => Same(other, row) && other.Provenance.Announced is null)
                : at;
            if (at >= 0 && Same(joined[at], row) && (IsCopy(row) || SameDays(joined[at], row)))
            {
                joined[at] = Join(joined[at], row);
            }
            else
            {
                joined.Add(row);
            }
        }

        var own = joined.Where(row => IsOwnList(row) && row.Provenance is { Until: null, AsOf.IsDated: true }).ToList();
        return joined.Select(row => own.TrueForAll(other => Same(other, row)) ? Confirmed(row) : row)
            .DistinctBy(row => (row.Provenance.Edition, row.Prices));
    }

    /// <summary>
    /// A list that removes what is gone and states the price that another says was seen on its day; genai-prices reads sellers' pages, so that
    /// any newer list is another. The day on which a contributor changed the entry is only the first of them.
    /// </summary>
    private static ApiPrice Confirmed(ApiPrice row)
    {
        var sources = row.Provenance.Source.Split("; ");
        var newer = sources.Any(source => source is PriceList.ModelsDev or PriceList.Pi);
        var typed = sources.Contains(PriceList.ModelsDev);
        var day = typed && sources.Any(source => source is PriceList.LiteLlm or PriceList.Genai) ? ModelsDevRelease
            : newer && sources.Contains(PriceList.Genai) ? GenaiRelease
            : "";
        return day.Length > 0 && row.Provenance.Until is null && row.Provenance.AsOf < Day(day)
            ? row with { Provenance = row.Provenance with { AsOf = Day(day) } }
            : row;
    }

    /// <summary>Whether a row is of a list that copies others or tells no day.</summary>
    private static bool IsCopy(ApiPrice row) =>
        !row.Provenance.AsOf.IsDated || row.Provenance.Source == PriceList.ModelsDev || (row.Provenance.Source == PriceList.Pi && row.Provider != "openrouter");

    private static int Order(ApiPrice row) => PriceList.All.ToList().FindIndex(list => list.Source == row.Provenance.Source);

    private static ApiPrice Join(ApiPrice left, ApiPrice right)
    {
        var (older, newer) = left.Provenance.AsOf > right.Provenance.AsOf ? (right, left) : (left, right);
        var first = left.Provenance.Source.Split("; ").Concat(right.Provenance.Source.Split("; "));
        return newer with
        {
            Prices = newer.Prices with
            {
                CachedInput = newer.Prices.CachedInput ?? older.Prices.CachedInput,
                CacheWrite = newer.Prices.CacheWrite ?? older.Prices.CacheWrite,
                CacheWriteHour = newer.Prices.CacheWriteHour ?? older.Prices.CacheWriteHour,
                Reasoning = newer.Prices.Reasoning ?? older.Prices.Reasoning,
            },
            Context = newer.Context ?? older.Context,
            Provenance = newer.Provenance with
            {
                Since = left.Provenance.Since ?? right.Provenance.Since,
                Until = left.Provenance.Until ?? right.Provenance.Until,
                Source = string.Join("; ", first.Distinct()),
            },
        };
    }

    private static bool Same(ApiPrice left, ApiPrice right) =>
        (Condition(left), left.PerRequest) == (Condition(right), right.PerRequest)
        && (left.Prices.Input, left.Prices.Output) == (right.Prices.Input, right.Prices.Output)
        && Agree(left.Prices.CachedInput, right.Prices.CachedInput)
        && Agree(left.Prices.CacheWriteHour, right.Prices.CacheWriteHour)
        && Agree(left.Prices.Reasoning, right.Prices.Reasoning);

    private static (Tokens?, ApiService, PriceHours?) Condition(ApiPrice row) => (row.AboveInput, row.Service, row.Hours);

    private static bool Agree(UsdPerMtok? left, UsdPerMtok? right) => left is null || right is null || left == right;

    private static bool SameDays(ApiPrice left, ApiPrice right) =>
        (left.Provenance.Since, left.Provenance.Until) == (right.Provenance.Since, right.Provenance.Until);

    private ApiPrice WithEnd(ApiPrice row) =>
        Ended.TryGetValue((Provider, ModelId), out var day) && row.Provenance.Until is null
            ? row with { Provenance = row.Provenance with { Until = Day(day) } }
            : row;

    /// <summary>What was seen before an entry vanished has ended with it.</summary>
    private static IReadOnlyList<ApiPrice> WithEndOfOlder(IReadOnlyList<ApiPrice> rows)
    {
        var last = rows.MaxBy(row => row.Provenance.AsOf)?.Provenance.Until;
        return last != Day(LastBeforeModelsDev)
            ? rows
            : [.. rows.Select(row => row.Provenance.Until is null ? row with { Provenance = row.Provenance with { Until = last } } : row)];
    }

    /// <summary>A seller's own list that has no dearer price for long input ends those that older files have.</summary>
    private static IReadOnlyList<ApiPrice> WithoutOldTiers(IReadOnlyList<ApiPrice> rows)
    {
        var own = rows.Where(row => row.IsBase && IsOwnList(row)).MaxBy(row => row.Provenance.AsOf)?.Provenance.AsOf;
        return own is not { } day || rows.Any(row => row is { AboveInput: not null, Service: ApiService.Standard } && IsOwnList(row))
            ? rows
            : [
                .. rows.Select(row => row.AboveInput is not null && row.Service == ApiService.Standard && row.Provenance.AsOf < day && row.Provenance.Until is null
                    ? row with { Provenance = row.Provenance with { Until = Day(day.From.AddDays(-1).ToString("yyyy-MM-dd", null)) } }
                    : row),
            ];
    }

    /// <summary>Batch and flex prices of an older list that are no cheaper than today's usual ones are of a price that is gone.</summary>
    private static IReadOnlyList<ApiPrice> WithoutOldServices(IReadOnlyList<ApiPrice> rows) =>
        rows.Where(row => row.IsBase && row.Provenance.Until is null).MaxBy(row => row.Provenance.AsOf) is not { } today
            ? rows
            : [
                .. rows.Where(row => row is not { Service: ApiService.Batch or ApiService.Flex, AboveInput: null }
                    || ((row.Prices.Input, row.Prices.Output) is var (input, output) && input <= today.Prices.Input && output <= today.Prices.Output)),
            ];

    private static bool IsOwnList(ApiPrice row) =>
        row.Provenance.Source.Split("; ").Any(source => source == PriceList.Genai || (source == PriceList.Pi && row.Provider == "openrouter"));

    private static AsOf Day(string text) => AsOf.TryParse(text, out var day) ? day : default;
}
