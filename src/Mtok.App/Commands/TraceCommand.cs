using System.CommandLine;
using Mtok.Reporting;
using Mtok.Traces;

namespace Mtok.App;

internal static class TraceCommand
{
    private const string Undone = "nothing was written";
    private static readonly Limits<Ratio> Factor = new(Ratio.FromValue(1e-6), Ratio.FromValue(1e6));
    private static readonly Limits<RequestsPerSecond> Rate = new(RequestsPerSecond.FromPerSecond(1e-6), RequestsPerSecond.FromPerSecond(1e6));
    private static readonly Limits<Duration> Span = new(Duration.FromSeconds(1), Duration.FromHours(87600));
    private static readonly Limits<Duration> From = new(default, Duration.FromHours(87600));

    public static Command Build() =>
        new("trace", "Requests as they arrived: what they look like, in another format, faster, fewer, or generated.")
        {
            Info(),
            Convert(),
            Scale(),
            Sample(),
            Generate(),
        };

    private static Command Info()
    {
        var file = File();
        var reads = new TraceOptions();
        var command = new ExampleCommand(
            "info",
            "Rates, burstiness, lengths and best possible prefix hits of a trace; --output rates.svg draws its hours.",
            ["mtok trace info AzureLLMInferenceTrace_conv.csv"]) { file, reads.SkipBad, reads.Columns };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var reading = reads.Reading(parsed);
            if (TraceFile.Open(parsed.GetValue(file)!, reading) is not { } trace)
            {
                return Output.Fail(reading.Problems);
            }

            var summary = TraceSummary.Of(Progress.Watch(trace, reading));
            return TraceOutput.Check(reading) ? output.Show(parsed, TraceReports.Of(summary, reading)) : Output.Fail(reading.Problems);
        });
        return command;
    }

    private static Command Convert()
    {
        var sort = new Option<bool>("--sort") { Description = "Sort requests by arrival; needs all of them in memory" };
        return Changed(
            "convert",
            "A trace of any format as Mtok's own CSV, as JSONL with the blocks of prompts, or as Parquet.",
            "mtok trace convert conversation_trace.jsonl --output conversation.csv",
            [sort],
            (_, trace) => trace,
            parsed => parsed.GetValue(sort));
    }

    private static Command Scale()
    {
        var factor = Options.Quantity("--factor", "New rate / old rate", Factor);
        var rate = Options.Quantity("--rate", "Target mean rate; the trace is then read twice", Rate);
        var command = Changed(
            "scale",
            "The same requests faster or slower: all times divided by one factor, so that bursts keep their shape.",
            "mtok trace scale conversation.csv --rate 20 --output faster.csv",
            [factor, rate],
            (parsed, trace) =>
            TraceChange.Scale(
                trace,
                parsed.GivenOrNull(factor) ?? (parsed.GivenOrNull(rate) is { } asked && TraceSummary.Of(trace).MeanRate is { PerSecond: > 0 } mean
                    ? asked / mean
                    : Ratio.One)));
        command.Validators.Add(result =>
        {
            if (result.GetResult(factor) is null == result.GetResult(rate) is null)
            {
                result.AddError("trace scale needs either --factor or --rate");
            }
        });
        return command;
    }

    private static Command Sample()
    {
        var share = Options.Quantity("--share", "The share of requests to keep", new Limits<Ratio>(Ratio.FromValue(1e-6), Ratio.One));
        var from = Options.Quantity("--from", "Start of the part to keep", From);
        var span = Options.Quantity("--span", "Length of the part to keep", Span);
        var seed = Seed();
        return Changed(
            "sample",
            "Fewer requests: a share of them drawn at random, or a part of the time, or both.",
            "mtok trace sample week.csv --share 10% --seed 1 --output tenth.csv",
            [share, from, span, seed],
            (parsed, trace) =>
        {
            var part = parsed.GivenOrNull(from) is not null || parsed.GivenOrNull(span) is not null
                ? TraceChange.Window(trace, parsed.GivenOr(from, default), parsed.GivenOr(span, Span.High))
                : trace;
            return parsed.GivenOrNull(share) is { } kept ? TraceChange.Sample(part, kept, parsed.GetValue(seed)) : part;
        });
    }

    private static Command Generate()
    {
        var workload = new Option<string?>("--workload")
        {
            Description = "Traffic of this workload file, or of options below for its keys: its mean rate, shape, mean lengths and cached share; burstiness "
                + "within the hour and the spread of lengths are the profile's",
            HelpName = "WORKLOAD.toml",
        };
        var profile = new Option<string?>("--profile")
        {
            Description = $"Traffic profile to imitate; mtok catalog list profiles lists them [default with --workload: {WorkloadTraffic.UsualProfile}]",
            HelpName = "PROFILE",
        };
        var hours = Options.Quantity(
            "--hours",
            "Length in hours [default: that of the profile, or one period of the workload's shape, at least a day]",
            new Limits<Ratio>(Ratio.FromValue(0.001), Ratio.FromValue(87600)));
        var rate = Options.Quantity("--rate", "The mean rate over the profile's length [default: the profile's own]", Rate);
        var seed = Seed();
        var catalog = Options.CatalogFolder();
        var command = new ExampleCommand(
            "generate", "Traffic like a public trace's: its rates, lengths and burstiness, seeded; or traffic of a workload. Without "
                + "--output it only says what the trace would look like.",
            [
                "mtok trace generate --profile azure-2023-conversation --hours 1 --rate 5.4 --seed 1 --output conversation.csv",
                "mtok trace generate --workload examples/support-chat.toml --output week.csv",
                "mtok trace generate --rps 2 --shape business-hours --input-tokens 1200 --output-tokens 250 --output day.csv",
            ])
        { profile, hours, rate, seed, catalog };
        var options = WorkloadOptions.ByOption(command, workload);
        command.Validators.Add(result =>
        {
            if (!options.IsGiven(result) && result.GetResult(profile) is null)
            {
                result.AddError("trace generate needs --workload or --profile, or options that stand for a workload (--rps, --input-tokens ...)");
            }
            else if (options.IsGiven(result) && result.GetResult(rate) is not null)
            {
                result.AddError("trace generate: --rate goes with --profile alone; a workload says its own");
            }
            else if (options.IsGiven(result))
            {
                options.RequireTraffic(result);
            }
        });
        var output = new TraceOutput(command, required: false);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems, Undone);
            }

            var names = new CatalogNames(facts, new(problems, RequestOptions.OptionOf));
            var found = names.Profile(parsed.GetValue(profile) ?? WorkloadTraffic.UsualProfile);
            var served = options.LoadPart(parsed, facts, problems);
            if (problems.HasErrors || found is null)
            {
                return Output.Fail(problems, Undone);
            }

            Duration Span(Duration usual) => parsed.GivenOrNull(hours) is { } asked ? Duration.FromHours(asked.Value) : usual;
            var trace = served is null
                ? TraceGenerator.Generate(found, Span(found.Length), parsed.GetValue(seed), parsed.GivenOrNull(rate))
                : TraceGenerator.Of(served, found, Span(WorkloadTraffic.UsualSpan(served)), parsed.GetValue(seed));
            return output.Write(parsed, trace, null, TraceReports.Generated(served, found));
        });
        return command;
    }

    private static ExampleCommand Changed(
        string name, string summary, string example, IReadOnlyList<Option> options, Func<ParseResult, Trace, Trace> change,
        Func<ParseResult, bool>? sort = null)
    {
        var file = File();
        var reads = new TraceOptions();
        var command = new ExampleCommand(name, summary, [example]) { file, reads.SkipBad, reads.Columns };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        var output = new TraceOutput(command, required: true);
        command.SetAction(parsed =>
        {
            var reading = reads.Reading(parsed, sort?.Invoke(parsed) == true);
            return TraceFile.Open(parsed.GetValue(file)!, reading) is { } trace
                ? output.Write(parsed, change(parsed, Progress.Watch(trace, reading)), reading, "")
                : Output.Fail(reading.Problems, Undone);
        });
        return command;
    }

    private static Argument<string> File() =>
        new("file")
        {
            Description = "A trace: Azure, BurstGPT, Mooncake, Qwen-Bailian, ServeGen, vLLM, GuideLLM, Mtok's CSV or Parquet, detected by content",
            HelpName = "FILE",
        };

    private static Option<long> Seed() => Options.Whole("--seed", "Random seed; the same seed gives the same trace", 1, 0);
}
