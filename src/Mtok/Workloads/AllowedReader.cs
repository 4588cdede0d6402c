namespace Mtok;

/// <summary>Reads what a workload allows: its [allow] table.</summary>
internal sealed class AllowedReader(Catalog catalog, Problems problems)
{
    private static readonly Dictionary<string, Precision?> KvPrecisions =
        Precision.OfKvCache.ToDictionary(id => id, id => (Precision?)Precision.Named(id), StringComparer.Ordinal);

    private static readonly Dictionary<string, Duration> Commitments = new(StringComparer.Ordinal)
    {
        ["none"] = default,
        ["1y"] = Duration.FromYears(1),
        ["3y"] = Duration.FromYears(3),
        ["5y"] = Duration.FromYears(5),
    };

    /// <summary>The table's rules; everything is allowed where there is none.</summary>
    public Allowed Read(TomlTable? table)
    {
        if (table is null)
        {
            return Allowed.All;
        }

        var kinds = Words(table, "kinds", Allowed.KindWords);
        var precisions = Words(table, "precisions", Precision.Bits.Keys.ToDictionary(id => id, Precision.Named, StringComparer.Ordinal));
        var allowed = new Allowed(
            kinds.Count == 0 ? Allowed.All.Kinds : kinds,
            Providers(table, "providers"),
            Providers(table, "exclude_providers"),
            Regions(table),
            table.Word("longest_commitment", Commitments, Duration.FromYears(3)),
            new(precisions) { KvCache = table.Word("kv_precision", KvPrecisions, otherwise: null) })
        {
            OnlyCredible = table.Flag("credible", otherwise: true),
            UnknownResidency = table.Flag("unknown_residency", otherwise: false),
            Evidence = table.Word("evidence", Allowed.EvidenceWords, RequiredEvidence.Any),
            NamesOwned = kinds.Contains(OptionKind.Owned),
        };
        if (table.Has("unknown_residency") && allowed.Regions.Count == 0)
        {
            problems.Error(table.WhereIs("unknown_residency"), "unused-key", "\"unknown_residency\" goes with \"regions\", which asks where an API computes");
        }

        table.RejectUnknown();
        return allowed;
    }

    private List<T> Words<T>(TomlTable table, string key, IReadOnlyDictionary<string, T> words)
    {
        var read = new List<T>();
        foreach (var word in table.Texts(key))
        {
            if (words.TryGetValue(word, out var value))
            {
                read.Add(value);
            }
            else
            {
                problems.Error(
                    table.WhereIs(key),
                    "unknown-word",
                    $"\"{key}\" may hold {string.Join(", ", words.Keys)}, not \"{word}\"{Spelling.DidYouMean(word, words.Keys)}");
            }
        }

        return read;
    }

    private IReadOnlyList<string> Providers(TomlTable table, string key)
    {
        var known = catalog.Providers;
        var names = table.Texts(key);
        foreach (var name in names.Where(name => !known.Contains(name)))
        {
            problems.Error(table.WhereIs(key), "unknown-provider", $"unknown provider \"{name}\"{Spelling.DidYouMean(name, known)}");
        }

        return catalog.WithServices(names);
    }

    private IReadOnlyList<string> Regions(TomlTable table)
    {
        var regions = table.Texts("regions");
        foreach (var asked in regions.Where(asked => Territory.Named(asked) is null))
        {
            if (asked.Equals(Territory.Ambiguous, StringComparison.OrdinalIgnoreCase))
            {
                problems.Error(table.WhereIs("regions"), "unknown-region", $"\"{asked}\" may mean Saudi Arabia or South America: say which");
            }
            else if (!catalog.CurrentOffers.Any(offer => Territory.IsIn(offer.Territory, offer.Region, asked)))
            {
                problems.Error(
                    table.WhereIs("regions"),
                    "unknown-region",
                    $"\"{asked}\" is no place (EU, a country or a continent), and no offer's region, nor a part of one between commas, starts with it"
                    + Spelling.DidYouMean(
                        asked,
                        catalog.CurrentOffers.Select(offer => offer.Region)
                            .Concat(Country.All.Select(country => country.Name)).Concat(Country.Continents).Where(name => name.Length > 0).Distinct()));
            }
        }

        return regions;
    }
}
