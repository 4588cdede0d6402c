using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class CapacityCommand
{
    private const int FrontierPoints = 24;
    private static readonly int[] Sizes = [1, 2, 4, 8];

    public static Command Build()
    {
        var model = new Option<string>("--model", "-m") { Description = "The model", Required = true, HelpName = "MODEL" };
        var accelerator = new Option<string>("--accelerator", "-a") { Description = "The device, or all to rank every device", Required = true, HelpName = "DEVICE|all" };
        var gpus = Options.Number("--gpus", "Devices of one replica [default: 1, 2, 4 and 8]", new(1, 1024));
        var precision = new Option<string?>("--precision") { Description = $"{string.Join(", ", Precision.Bits.Keys)} [default: fp8 where the device has it, else bf16]", HelpName = "NAME" };
        var engine = new Option<string?>("--engine") { Description = "vLLM, TensorRT-LLM, SGLang ... [default: the best calibrated]", HelpName = "NAME" };
        var input = Options.Quantity("--input", "Input tokens of a request [default: 1000]", RequestRanges.Length);
        var cached = Options.Quantity("--cached", "The share of the input that the prompt cache holds [default: 0]", RequestRanges.Share);
        var users = Options.Number("--concurrency", "So many users, each waiting for an answer before asking again", new(1, 1_000_000));
        var ttft = Options.Quantity("--ttft", "The first token within this time", RequestRanges.Latency);
        var tpot = Options.Quantity("--tpot", "Each later token within this time", RequestRanges.Latency);
        var frontier = new Option<bool>("--frontier") { Description = "Curves of throughput per GPU against speed per user, one for each size of replica, with published runs beside them; a file that ends in .svg or .png is their picture" };
        var pipeline = Options.Number("--pipeline", "Stages the layers are cut into; the devices of a replica are shared out over them", new(1, 64), 1);
        var spread = new Option<bool>("--expert-parallel") { Description = "Spread the experts over the devices, each of which attends to requests of its own" };
        var acceptance = Options.Quantity("--acceptance", "Speculative decoding: the chance that a drafted token is accepted", RequestRanges.Share);
        var drafted = Options.Number("--draft-tokens", "Speculative decoding: tokens drafted for each step", new(1, 64));
        var catalog = Options.CatalogFolder();
        var show = Options.Show(20);
        var command = new ExampleCommand("capacity", "What a replica of a model serves: measured where it was measured, carried over where that is near, modelled elsewhere, with an interval.",
            ["mtok capacity --model llama-3.3-70b --precision fp8 --accelerator h100-sxm --gpus 2 --input 1000 --output 1000", "mtok capacity --model qwen3-32b --accelerator all --ttft 1s --tpot 50ms"])
        { model, accelerator, gpus, precision, engine, input, cached, users, ttft, tpot, pipeline, spread, acceptance, drafted, frontier, catalog, show };
        command.Validators.Add(result =>
        {
            var (size, stages) = (result.Read(gpus), Math.Max(1, result.Read(pipeline)));
            Refuse(result, result.GetValue(frontier) && result.GetValue(accelerator) == "all", "--frontier draws one device: name it with --accelerator");
            Refuse(result, size is { } whole && whole % stages != 0, $"--gpus {size} cannot be shared out over --pipeline {stages}");
            Refuse(result, result.GetValue(spread) && size is { } few && few / stages == 1, "--expert-parallel needs two devices or more in each stage");
            Refuse(result, result.GetResult(acceptance) is null != (result.GetResult(drafted) is null), "--acceptance and --draft-tokens come together");
        });
        var output = new Output(command, numberIsTokens: true);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var mix = new TokenMix(parsed.GivenOr(input, Tokens.FromCount(1000)), output.OutputTokens(parsed) ?? Tokens.FromCount(1000), parsed.GivenOr(cached, Ratio.Zero));
            var names = new CatalogNames(facts, new(problems, RequestOptions.OptionOf));
            var served = names.Model(parsed.GetValue(model)!, mix);
            var devices = names.Accelerators(parsed.GetValue(accelerator)!);
            var computed = names.Precision(parsed.GetValue(precision));
            var family = names.Engine(parsed.GetValue(engine));
            if (parsed.GetValue(spread) && served is { Network.Experts: null })
            {
                problems.Error(new("--expert-parallel", 0, 0), "no-experts", $"{served.Id} has no experts to spread");
            }

            if (problems.HasErrors)
            {
                return Output.Fail(problems);
            }

            var parallelism = new Parallelism(parsed.GetValue(pipeline), parsed.GetValue(spread), parsed.GetValue(drafted) is { } ahead ? new(parsed.GivenOr(acceptance, Ratio.Zero), ahead) : null);
            var question = new CapacityQuestion(parsed.GetValue(users), new(parsed.GivenOrNull(ttft), parsed.GivenOrNull(tpot)));
            int[] sizes = parsed.GetValue(gpus) is { } size ? [size] : [.. Sizes.Where(count => count % parallelism.Pipeline == 0 && (!parallelism.SpreadsExperts || count > parallelism.Pipeline))];
            sizes = sizes.Length > 0 ? sizes : [parallelism.Pipeline * (parallelism.SpreadsExperts ? 2 : 1)];
            var answers = new CapacityAnswers(new(facts));
            if (parsed.GetValue(frontier))
            {
                var curves = sizes.Select(count => answers.Frontier(served!, devices[0], count, computed ?? devices[0].UsualPrecision, family, mix, FrontierPoints, parallelism)).OfType<Frontier>().ToList();
                if (curves.Count > 0)
                {
                    return output.Show(parsed, FrontierReport.Of(served!, mix, curves));
                }
            }

            var all = devices.SelectMany(device => sizes.Select(count => answers.Of(served!, device, count, computed ?? device.UsualPrecision, family, mix, question, parallelism))).ToList();
            if (parsed.GetValue(frontier))
            {
                return output.Show(parsed, CapacityReport.Of(served!, mix, question, [.. all.Select(answer => answer with { Output = null })], 1), ExitCode.NothingFits);
            }

            return output.Show(parsed, CapacityReport.Of(served!, mix, question, all, parsed.GetValue(show)), all.Exists(answer => answer.Output is not null) ? ExitCode.Answer : ExitCode.NothingFits);
        });
        return command;
    }

    private static void Refuse(System.CommandLine.Parsing.CommandResult result, bool wrong, string why)
    {
        if (wrong)
        {
            result.AddError(why);
        }
    }
}
