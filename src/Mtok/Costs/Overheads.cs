namespace Mtok;

/// <summary>What self-hosting costs besides machines (C5): one flat multiplier, or items.</summary>
/// <param name="Multiplier">A flat multiplier on the machines; one where items are given.</param>
/// <param name="Egress">Price of data leaving the cloud.</param>
/// <param name="BytesPerOutputToken">Bytes that leave for each output token; streaming takes about 250, plain text 4.</param>
/// <param name="Logs">Price of log data.</param>
/// <param name="LogBytesPerRequest">Log bytes of a request.</param>
/// <param name="LoadBalancer">Load balancers and gateways.</param>
/// <param name="Storage">Weights and images.</param>
/// <param name="Engineer">Price of an engineer's hour.</param>
/// <param name="EngineerTime">Engineers' time in a month.</param>
/// <param name="Support">Support contracts and tooling.</param>
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

    /// <summary>C5: the month's cost besides machines, item by item; items of zero are left out.</summary>
    /// <param name="machines">What the machines cost.</param>
    /// <param name="requests">Mean request rate.</param>
    /// <param name="mix">What a request carries.</param>
    public IReadOnlyList<OverheadItem> Of(UsdPerMonth machines, RequestsPerSecond requests, TokenMix mix) =>
        [.. from item in Items(machines, requests, mix)
            where item.Cost != default
            select new OverheadItem(item.Name == Flat ? $"{Flat} {Multiplier.Value:0.##}" : item.Name, item.Cost)];

    /// <summary>C5: all items together.</summary>
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

    private UsdPerMonth Engineers => UsdPerMonth.FromDollars((Engineer * EngineerTime).Dollars);

    private UsdPerMonth EgressOf(RequestsPerSecond requests, TokenMix mix) =>
        Data(Egress, Bytes.FromCount(BytesPerOutputToken.Count * mix.Output.Count * requests.PerSecond * Duration.Month.Seconds));

    private UsdPerMonth LogsOf(RequestsPerSecond requests) =>
        Data(Logs, Bytes.FromCount(LogBytesPerRequest.Count * requests.PerSecond * Duration.Month.Seconds));

    private static UsdPerMonth Data(UsdPerGigabyte price, Bytes bytes) => UsdPerMonth.FromDollars((price * bytes).Dollars);
}

/// <summary>One overhead and its monthly cost.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Cost">What it costs in a month.</param>
public sealed record OverheadItem(string Name, UsdPerMonth Cost);
