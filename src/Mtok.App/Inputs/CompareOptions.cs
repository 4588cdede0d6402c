using System.CommandLine;
using Request = Mtok.Planning.CompareRequest;

namespace Mtok.App;

/// <summary>The options that describe what is compared.</summary>
internal sealed class CompareOptions : RequestOptions
{
    private static readonly Request Usual = Request.Default;

    public Option<string[]> Models { get; } = Options.Names("--model", "The acceptable models", "MODEL,...", required: true, "-m");

    public Option<Tokens> Input { get; } = Options.Quantity(
        "--input-tokens", $"Input tokens of a request {Options.Default(Usual.Input.Count)}", Request.InputRange);

    public Option<Tokens> Output { get; } = Options.Quantity(
        "--output-tokens", $"Output tokens of a request {Options.Default(Usual.Output.Count)}", Request.OutputRange);

    public Option<Ratio> Cached { get; } = Options.Quantity(
        "--cached", $"Share of the input read from the prompt cache {Options.Default(Usual.Cached.Value)}", Request.CachedRange);

    public Option<Ratio> Utilization { get; } = Options.Utilization(
        "--utilization", $"Utilisation of machines {Options.Default(Request.UsualUtilization, ", said plainly")}");

    public Option<Ratio> Overhead { get; } = Options.Quantity("--overhead", "Multiplier for other costs of machines", Request.OverheadRange, Usual.Overhead);

    public Option<Duration> Ttft { get; } = Options.Latency(
        "--ttft", "Only throughput measured with TTFT within this time", Request.TtftRange, BareLatency.LargestTtft);

    public Option<Duration> Tpot { get; } = Options.Latency(
        "--tpot", "Only throughput measured with TPOT within this time", Request.TpotRange, BareLatency.LargestTpot);

    public Option<string?> KvPrecision { get; } = Options.KvPrecision();

    public Option<string[]> Providers { get; } = Options.Names(
        "--allow", "Only these sellers and API providers", "NAME,...", required: false, "--provider");

    /// <summary>The request.</summary>
    public Request Bind(ParseResult parsed) => new()
    {
        Models = parsed.GetValue(Models) ?? [],
        Input = parsed.GivenOr(Input, Usual.Input),
        Output = parsed.GivenOr(Output, Usual.Output),
        Cached = parsed.GivenOr(Cached, Usual.Cached),
        Utilization = parsed.GivenOrNull(Utilization),
        Overhead = parsed.GivenOr(Overhead, Usual.Overhead),
        Ttft = parsed.GivenOrNull(Ttft),
        Tpot = parsed.GivenOrNull(Tpot),
        KvPrecision = parsed.GetValue(KvPrecision),
        Providers = parsed.GetValue(Providers) ?? [],
    };
}
