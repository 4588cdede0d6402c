namespace Mtok.Planning;

/// <summary>
/// A mix of tokens whose $/Mtok is compared over every offer and API, as plain values under the names a user knows;
/// <see cref="Comparison.Of"/> answers it. Each property that has a range has it beside it.
/// </summary>
public sealed record CompareRequest
{
    /// <summary>Every property at its default, naming no model.</summary>
    public static CompareRequest Default { get; } = new() { Models = [] };

    /// <summary>The utilisation of machines where none is given; the report says that it was assumed.</summary>
    public static Ratio UsualUtilization { get; } = Ratio.One;

    /// <summary>The models that would do: ids or aliases of the catalog. Required, at least one.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Input tokens of a request, cached ones included: 1 to 10 million. The default is 1,000.</summary>
    public Tokens Input { get; init; } = Tokens.FromCount(1000);

    /// <summary>The range of <see cref="Input"/>.</summary>
    public static Limits<Tokens> InputRange { get; } = RequestRanges.Length;

    /// <summary>Output tokens of a request: 1 to 10 million. The default is 1,000.</summary>
    public Tokens Output { get; init; } = Tokens.FromCount(1000);

    /// <summary>The range of <see cref="Output"/>.</summary>
    public static Limits<Tokens> OutputRange { get; } = RequestRanges.Length;

    /// <summary>The share of the input that the prompt cache holds: 0 % to 100 %. The default is 0 %.</summary>
    public Ratio Cached { get; init; }

    /// <summary>The range of <see cref="Cached"/>.</summary>
    public static Limits<Ratio> CachedRange { get; } = RequestRanges.Share;

    /// <summary>The utilisation of every machine: 0.01 % to 100 %. The default is <see cref="UsualUtilization"/>, stated as an assumption.</summary>
    public Ratio? Utilization { get; init; }

    /// <summary>The range of <see cref="Utilization"/>.</summary>
    public static Limits<Ratio> UtilizationRange { get; } = RequestRanges.Utilization;

    /// <summary>A multiplier for machines' other costs: 1 to 100. The default is 1.</summary>
    public Ratio Overhead { get; init; } = Ratio.One;

    /// <summary>The range of <see cref="Overhead"/>.</summary>
    public static Limits<Ratio> OverheadRange { get; } = RequestRanges.Overhead;

    /// <summary>Only throughput with the first token within this time: 0.1 ms to 1 h. The default is no limit.</summary>
    public Duration? Ttft { get; init; }

    /// <summary>The range of <see cref="Ttft"/>.</summary>
    public static Limits<Duration> TtftRange { get; } = RequestRanges.Latency;

    /// <summary>Only throughput with each later token within this time: 0.1 ms to 1 h. The default is no limit.</summary>
    public Duration? Tpot { get; init; }

    /// <summary>The range of <see cref="Tpot"/>.</summary>
    public static Limits<Duration> TpotRange { get; } = RequestRanges.Latency;

    /// <summary>The precision of keys and values: bf16, fp8 or another of the catalog's. The default is the engine's, or the checkpoint's.</summary>
    public string? KvPrecision { get; init; }

    /// <summary>Only these sellers and API providers. The default is all.</summary>
    /// <remarks>Naming any leaves out machines to buy: they are nobody's offer.</remarks>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>The workload compared for, its traffic plays no part; null where the request is unusable, which is reported.</summary>
    internal Workload? Workload(Catalog catalog, RequestProblems problems)
    {
        problems.CheckRange(nameof(Input), Input, InputRange);
        problems.CheckRange(nameof(Output), Output, OutputRange);
        problems.CheckRange(nameof(Cached), Cached, CachedRange);
        problems.CheckRange(nameof(Utilization), Utilization, UtilizationRange);
        problems.CheckRange(nameof(Overhead), Overhead, OverheadRange);
        problems.CheckRange(nameof(Ttft), Ttft, TtftRange);
        problems.CheckRange(nameof(Tpot), Tpot, TpotRange);
        var (names, mix) = (new CatalogNames(catalog, problems), new TokenMix(Input, Output, Cached));
        var models = Models.Select(name => names.Model(name, mix, nameof(Models))).OfType<Model>().ToList();
        var kv = names.KvPrecision(KvPrecision);
        foreach (var name in Providers.Where(name => !catalog.Providers.Contains(name)))
        {
            problems.Error(nameof(Providers), $"unknown provider \"{name}\"{Spelling.DidYouMean(name, catalog.Providers)}", "unknown-provider");
        }

        if (Models.Count == 0)
        {
            problems.Error(nameof(Models), "names no model", "missing-key");
        }

        return problems.HasErrors ? null : new(
            "compare", models, new(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady), mix, new(Ttft, Tpot),
            Interruptible: true, Deferrable: false,
            Allowed.All with { Providers = [.. Providers], Kinds = Kinds, Precisions = Allowed.All.Precisions with { KvCache = kv } },
            FleetRules.DefaultFor(ServiceLevel.None),
            Overheads.None with { Multiplier = Overhead }, []);
    }

    /// <summary>Who names providers asks for what they sell, not for machines to buy; a mix of kinds would bring those back.</summary>
    private IReadOnlyList<OptionKind> Kinds =>
        Providers.Count == 0 ? Allowed.All.Kinds : [.. Allowed.All.Kinds.Where(kind => kind is not (OptionKind.Owned or OptionKind.Mixed))];
}
