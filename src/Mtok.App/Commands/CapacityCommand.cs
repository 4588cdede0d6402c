using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class CapacityCommand
{
    public static Command Build()
    {
        var options = new CapacityOptions();
        var catalog = Options.CatalogFolder();
        var show = Options.Show(20);
        var command = new ExampleCommand("capacity", "Throughput of a replica: measured where available, interpolated from similar "
            + "measurements, otherwise modelled, with an interval.",
            [
                "mtok capacity --model llama-3.3-70b --precision fp8 --accelerator h100-sxm --gpus 2 --input-tokens 1000 --output-tokens 1000",
                "mtok capacity --model qwen3-32b --accelerator all --ttft 1s --tpot 50ms",
            ]);
        options.AddTo(command);
        command.Options.Add(catalog);
        command.Options.Add(show);
        command.Validators.Add(result =>
        {
            foreach (var (_, message) in options.Bind(result).Clashes(options.NameOf))
            {
                result.AddError(message);
            }
        });
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, today: Today.Date) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var request = options.Bind(parsed.CommandResult);
            if (RequestedCapacity.Of(request, new(facts), options.Naming(problems)) is not { } found)
            {
                return Output.Fail(problems);
            }

            if (found.Curves.Count > 0)
            {
                return output.Show(parsed, FrontierReport.Of(found.Model, found.Mix, found.Curves));
            }

            return request.Frontier
                ? output.Show(
                    parsed,
                    CapacityReport.Of(found.Model, found.Mix, found.Question, [.. found.Answers.Select(answer => answer with { Output = null })], 1),
                    ExitCode.NothingFits)
                : output.Show(
                    parsed,
                    CapacityReport.Of(found.Model, found.Mix, found.Question, found.Answers, parsed.GetValue(show)),
                    found.Answers.Any(answer => answer.Output is not null) ? ExitCode.Answer : ExitCode.NothingFits);
        });
        return command;
    }
}
