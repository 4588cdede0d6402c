using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App.Commands;

internal static class CapacityCommand
{
    private const int FrontierPoints = 24;
    private static readonly int[] Sizes = [1, 2, 4, 8];

    public static Command Build()
    {
        var model = new Option<string>("--model", "-m") { Description = "The model", Required = true, HelpName = "MODEL" };
        var accelerator = new Option<string>("--accelerator", "-a") { Description = "The device, or all to rank every device", Required = true, HelpName = "DEVICE|all" };
        var gpus = new Option<int?>("--gpus") { Description = "Devices of one replica [default: 1, 2, 4 and 8]", HelpName = "N" };
        var precision = new Option<string?>("--precision") { Description = $"{string.Join(", ", Precision.Bits.Keys)} [default: fp8 where the device has it, else bf16]", HelpName = "NAME" };
        var engine = new Option<string?>("--engine") { Description = "vLLM, TensorRT-LLM, SGLang ... [default: the best calibrated]", HelpName = "NAME" };
        var input = Options.Quantity("--input", "Input tokens of a request [default: 1000]", Bounds.Length);
        var cached = Options.Quantity("--cached", "The share of the input that the prompt cache holds [default: 0]", Bounds.Share);
        var users = new Option<int?>("--concurrency") { Description = "So many users, each waiting for an answer before asking again", HelpName = "N" };
        var ttft = Options.Quantity("--ttft", "The first token within this time", Bounds.Latency);
        var tpot = Options.Quantity("--tpot", "Each later token within this time", Bounds.Latency);
        var frontier = new Option<bool>("--frontier") { Description = "The curve of throughput per GPU against speed per user, for one replica; a file that ends in .svg or .png is its picture" };
        var catalog = Options.CatalogFolder();
        var show = Options.Show(20);
        gpus.Validators.Add(result => Positive(result, gpus, 1024));
        users.Validators.Add(result => Positive(result, users, 1_000_000));
        var command = new ExampleCommand("capacity", "What a replica of a model serves: measured where it was measured, carried over where that is near, modelled elsewhere, with an interval.",
            ["mtok capacity --model llama-3.3-70b --precision fp8 --accelerator h100-sxm --gpus 2 --input 1000 --output 1000", "mtok capacity --model qwen3-32b --accelerator all --ttft 1s --tpot 50ms"])
        { model, accelerator, gpus, precision, engine, input, cached, users, ttft, tpot, frontier, catalog, show };
        var output = new Output(command, numberIsTokens: true);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var mix = new TokenMix(parsed.GivenOr(input, Tokens.FromCount(1000)), output.OutputTokens(parsed) ?? Tokens.FromCount(1000), parsed.GivenOr(cached, Ratio.Zero));
            var served = Named.Model(facts, parsed.GetValue(model)!, mix, problems);
            var devices = Named.Accelerators(facts, parsed.GetValue(accelerator)!, problems);
            var computed = Named.Precision(parsed.GetValue(precision), problems);
            var family = Named.Engine(facts, parsed.GetValue(engine), problems);
            if (problems.HasErrors)
            {
                return Output.Fail(problems);
            }

            var question = new CapacityQuestion(parsed.GetValue(users), new(parsed.GivenOrNull(ttft), parsed.GivenOrNull(tpot)));
            int[] sizes = parsed.GetValue(gpus) is { } size ? [size] : Sizes;
            var answers = new CapacityAnswers(facts);
            if (parsed.GetValue(frontier))
            {
                return answers.Frontier(served!, devices[0], sizes[0], computed ?? Usual(devices[0]), family, mix, FrontierPoints) is { Points.Count: > 0 } curve
                    ? output.Show(parsed, CapacityReport.Frontier(served!, mix, curve))
                    : output.Show(parsed, CapacityReport.Of(served!, mix, question, [answers.Of(served!, devices[0], sizes[0], computed ?? Usual(devices[0]), family, mix, question)], 1), ExitCode.NothingFits);
            }

            var all = devices.SelectMany(device => sizes.Select(count => answers.Of(served!, device, count, computed ?? Usual(device), family, mix, question))).ToList();
            return output.Show(parsed, CapacityReport.Of(served!, mix, question, all, parsed.GetValue(show)), all.Exists(answer => answer.Output is not null) ? ExitCode.Answer : ExitCode.NothingFits);
        });
        return command;
    }

    private static Precision Usual(Accelerator device) => new(device.DensePeak.ContainsKey("fp8") ? "fp8" : "bf16");

    private static void Positive(System.CommandLine.Parsing.OptionResult result, Option<int?> option, int most)
    {
        if (result.GetValueOrDefault<int?>() is { } value && (value < 1 || value > most))
        {
            result.AddError($"{option.Name} must be 1 to {most}, not {value}");
        }
    }
}
