namespace Mtok;

/// <summary>What an API takes of one customer: each figure that is stated is a limit of its own.</summary>
/// <param name="Tier">What has to be reached for it, such as a spending tier; empty for a contract of the user.</param>
/// <param name="Models">The models that it is stated for, by their catalog ids, each with a limit of its own; empty for all.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record ApiLimit(string Tier, IReadOnlyList<string> Models, Provenance Provenance)
{
    private static readonly Limits<Tokens> AnyTokens = new(Tokens.FromCount(1), Tokens.FromCount(1e12));
    private static readonly Limits<int> AnyRequests = new(1, 1_000_000_000);
    private static readonly string[] Figures =
        ["requests_per_minute", "tokens_per_minute", "input_tokens_per_minute", "output_tokens_per_minute"];

    /// <summary>Requests; null where not limited.</summary>
    public RequestsPerSecond? Requests { get; private init; }

    /// <summary>Input and output tokens together; null where not limited.</summary>
    public TokensPerSecond? Combined { get; private init; }

    /// <summary>Input tokens; null where not limited apart.</summary>
    public TokensPerSecond? Input { get; private init; }

    /// <summary>Output tokens; null where not limited apart.</summary>
    public TokensPerSecond? Output { get; private init; }

    /// <summary>Whether input that a prompt cache holds counts like other input; true where not stated.</summary>
    public bool CountsCached { get; private init; } = true;

    /// <summary>Whether it is stated for that model, or for all.</summary>
    public bool IsOf(string modelId) => Models.Count == 0 || Models.Contains(modelId);

    /// <summary>The share of a traffic that it leaves room for: the least of its figures' (A1); above 1 where it leaves more.</summary>
    public Ratio ShareOf(ApiTraffic traffic)
    {
        var input = CountsCached ? traffic.Input : traffic.Computed;
        return new[]
        {
            Room(Requests?.PerSecond, traffic.Requests.PerSecond),
            Room(Combined?.PerSecond, (input + traffic.Output).PerSecond),
            Room(Input?.PerSecond, input.PerSecond),
            Room(Output?.PerSecond, traffic.Output.PerSecond),
        }.Min();
    }

    private static Ratio Room(double? most, double needed) => Ratio.FromValue(most is { } limit && needed > 0 ? limit / needed : double.MaxValue);

    /// <summary>The limit that counts for a model: of those stated for it, or else for all models, the highest tier that needs no contract.</summary>
    public static ApiLimit? Of(IEnumerable<ApiLimit> limits, string modelId)
    {
        var stated = limits.Where(limit => limit.IsOf(modelId)).ToList();
        return stated.OrderByDescending(limit => limit.Models.Count > 0)
            .ThenByDescending(limit => (limit.Combined ?? limit.Input)?.PerSecond ?? double.MaxValue)
            .ThenByDescending(limit => limit.Requests?.PerSecond ?? double.MaxValue)
            .FirstOrDefault();
    }

    /// <summary>Reads a <c>[[seller.limit]]</c> table of <c>sellers.toml</c>.</summary>
    internal static ApiLimit Read(TomlTable table, Problems problems)
    {
        var limit = ReadFigures(table, table.Text("tier"), table.Texts("models"), Ids.ReadProvenance(table, problems), problems) with
        {
            CountsCached = table.Flag("counts_cached", otherwise: true),
        };
        table.RejectUnknown();
        return limit;
    }

    /// <summary>Reads the figures of a limit; one at least is required.</summary>
    internal static ApiLimit ReadFigures(TomlTable table, string tier, IReadOnlyList<string> models, Provenance provenance, Problems problems)
    {
        if (!Figures.Any(table.Has))
        {
            problems.Error(table.Where, "missing-key", $"a limit needs one at least of {string.Join(", ", Figures)}");
        }

        TokensPerSecond? Rate(string key) => table.OptionalQuantity(key, AnyTokens) is { } tokens ? tokens / Duration.FromMinutes(1) : null;
        return new(tier, models, provenance)
        {
            Requests = table.OptionalCount(Figures[0], AnyRequests) is { } requests
                ? RequestsPerSecond.FromPerSecond(requests / Duration.FromMinutes(1).Seconds)
                : null,
            Combined = Rate(Figures[1]),
            Input = Rate(Figures[2]),
            Output = Rate(Figures[3]),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", new[]
    {
        Requests is { } requests ? $"{QuantityText.Scaled(requests.PerSecond * 60)} requests" : "",
        Text(Combined, ""),
        Text(Input, "input "),
        Text(Output, "output "),
    }.Where(part => part.Length > 0)) is { Length: > 0 } figures ? $"{figures} a minute" : "any number of requests";

    private static string Text(TokensPerSecond? rate, string kind) => rate is { } tokens ? $"{QuantityText.Scaled(tokens.PerSecond * 60)} {kind}tokens" : "";
}
