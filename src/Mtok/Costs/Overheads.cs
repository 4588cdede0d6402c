namespace Mtok;

/// <summary>Self-hosting costs other than machines (C5): one flat multiplier, or items.</summary>
/// <param name="Multiplier">A flat multiplier on the cost of machines, at least 1; 1 if items are given.</param>
/// <param name="Egress">Price of outbound data.</param>
/// <param name="BytesPerOutputToken">Outbound bytes per output token; streaming takes about 250, plain text 4.</param>
/// <param name="Logs">Price of log data.</param>
/// <param name="LogBytesPerRequest">Log bytes per request.</param>
/// <param name="LoadBalancer">Monthly cost of load balancers and gateways.</param>
/// <param name="Storage">Monthly cost of storing weights and images.</param>
/// <param name="Engineer">Hourly cost of an engineer.</param>
/// <param name="EngineerTime">Engineering time per month.</param>
/// <param name="Support">Monthly cost of support contracts and tooling.</param>
public sealed record Overheads(
    Ratio Multiplier,
    UsdPerGigabyte Egress,
    Bytes BytesPerOutputToken,
    UsdPerGigabyte Logs,
    Bytes LogBytesPerRequest,
    UsdPerMonth LoadBalancer,
    UsdPerMonth Storage,
    UsdPerHour Engineer,
    Duration EngineerTime,
    UsdPerMonth Support)
{
    private const string Flat = "flat multiplier";

    /// <summary>No overheads.</summary>
    public static Overheads None { get; } = new(Ratio.One, default, default, default, default, default, default, default, default, default);

    /// <summary>Whether those who run models are part of them: stated by themselves, or in a multiplier for all other costs.</summary>
    public bool HasEngineers => Multiplier > Ratio.One || Engineers > default(UsdPerMonth);

    /// <summary>C5: the month's overheads item by item; items of zero are omitted.</summary>
    /// <param name="machines">The cost of the machines.</param>
    /// <param name="requests">Mean request rate.</param>
    /// <param name="mix">The tokens of a mean request.</param>
    public IReadOnlyList<OverheadItem> Of(UsdPerMonth machines, RequestsPerSecond requests, TokenMix mix) =>
        [.. from item in Items(machines, requests, mix)
            where item.Cost != default
            select new OverheadItem(item.Name == Flat ? $"{Flat} {Multiplier.Value:0.##}" : item.Name, item.Cost)];

    /// <summary>C5: the sum of all items.</summary>
    public UsdPerMonth Total(UsdPerMonth machines, RequestsPerSecond requests, TokenMix mix) =>
        Items(machines, requests, mix).Aggregate(default(UsdPerMonth), (sum, item) => sum + item.Cost);

    /// <summary>The one list of items: what is shown and what is summed.</summary>
    private (string Name, UsdPerMonth Cost)[] Items(UsdPerMonth machines, RequestsPerSecond requests, TokenMix mix) =>
    [
        (Flat, machines * (Multiplier - Ratio.One)),
        ("egress", EgressOf(requests, mix)),
        ("logs", LogsOf(requests)),
        ("load balancer", LoadBalancer),
        ("storage", Storage),
        ("engineers", Engineers),
        ("support", Support),
    ];

    /// <summary>What engineers cost a month, as stated.</summary>
    public UsdPerMonth Engineers => UsdPerMonth.FromDollars((Engineer * EngineerTime).Dollars);

    private UsdPerMonth EgressOf(RequestsPerSecond requests, TokenMix mix) =>
        Data(Egress, Bytes.FromCount(BytesPerOutputToken.Count * mix.Output.Count * requests.PerSecond * Duration.Month.Seconds));

    private UsdPerMonth LogsOf(RequestsPerSecond requests) =>
        Data(Logs, Bytes.FromCount(LogBytesPerRequest.Count * requests.PerSecond * Duration.Month.Seconds));

    private static UsdPerMonth Data(UsdPerGigabyte price, Bytes bytes) => UsdPerMonth.FromDollars((price * bytes).Dollars);
}

/// <summary>One overhead and its monthly cost.</summary>
/// <param name="Name">Its display name.</param>
/// <param name="Cost">Its monthly cost.</param>
public sealed record OverheadItem(string Name, UsdPerMonth Cost);
