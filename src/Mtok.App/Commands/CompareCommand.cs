using System.CommandLine;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

internal static class CompareCommand
{
    public static Command Build()
    {
        var model = new Option<string[]>("--model", "-m") { Description = "The model, or several that would do", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "MODEL" };
        var input = Options.Quantity("--input", "Input tokens of a request [default: 1000]", RequestRanges.Length);
        var cached = Options.Quantity("--cached", "The share of the input that the prompt cache holds [default: 0]", RequestRanges.Share);
        var utilization = Options.Utilization("--utilization", "Utilisation of machines [default: 100%, said plainly]");
        var overhead = Options.Quantity("--overhead", "A multiplier for machines' other costs [default: 1]", RequestRanges.Overhead);
        var ttft = Options.Quantity("--ttft", "Only throughput measured with the first token within this time", RequestRanges.Latency);
        var tpot = Options.Quantity("--tpot", "Only throughput measured with each later token within this time", RequestRanges.Latency);
        var provider = new Option<string[]>("--provider") { Description = "Only these sellers and API providers", AllowMultipleArgumentsPerToken = true, HelpName = "NAME" };
        var catalog = Options.CatalogFolder();
        var asOf = Options.AsOfDay();
        var show = Options.Show(20);
        var command = new ExampleCommand("compare", "Every offer with a measured throughput and every API, by $/Mtok of one mix.", ["mtok compare --model llama-3.3-70b --input 1000 --output 1000"]) { model, input, cached, utilization, overhead, ttft, tpot, provider, catalog, asOf, show };
        var output = new Output(command, numberIsTokens: true);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            if (CatalogReader.Load(parsed.GetValue(catalog), problems, parsed.GetValue(asOf)) is not { } facts)
            {
                return Output.Fail(problems);
            }

            var mix = new TokenMix(parsed.GivenOr(input, Tokens.FromCount(1000)), output.OutputTokens(parsed) ?? Tokens.FromCount(1000), parsed.GivenOr(cached, Ratio.Zero));
            if (!RequestRanges.Length.Hold(mix.Output))
            {
                problems.Error(new("--output", 0, 0), "out-of-range", $"{mix.Output} is out of range; it must be {RequestRanges.Length}");
            }

            var names = new CatalogNames(facts, new(problems, RequestOptions.OptionOf));
            var models = parsed.GetValue(model)!.Select(name => names.Model(name, mix)).OfType<Model>().ToList();
            var providers = FindProviders(parsed.GetValue(provider) ?? [], facts, problems);
            if (problems.HasErrors)
            {
                return Output.Fail(problems);
            }

            var workload = new Workload(
                "compare", models, new(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady), mix, new(parsed.GivenOrNull(ttft), parsed.GivenOrNull(tpot)),
                Interruptible: true, Deferrable: false, Allowed.All with { Providers = providers, Kinds = KindsOf(providers) }, FleetRules.DefaultFor(ServiceLevel.None),
                Overheads.None with { Multiplier = parsed.GivenOr(overhead, Ratio.One) }, []);
            var comparison = Comparison.For(workload, parsed.GivenOr(utilization, Ratio.One), facts, new(facts), parsed.GetValue(asOf) ?? Today.Date);
            return output.Show(parsed, ComparisonReport.Of(comparison, parsed.GetValue(show), parsed.GivenOrNull(utilization) is not null, PriceDisagreement.Among(facts)).WithPricesOf(parsed.GetValue(asOf)),
                comparison.Options.Count > 0 ? ExitCode.Answer : ExitCode.NothingFits);
        });
        return command;
    }

    /// <summary>Who names providers asks for what they sell, not for machines to buy; a mix of kinds would bring those back.</summary>
    private static IReadOnlyList<OptionKind> KindsOf(string[] providers) =>
        providers.Length == 0 ? Allowed.All.Kinds : [.. Allowed.All.Kinds.Where(kind => kind is not (OptionKind.Owned or OptionKind.Mixed))];


    private static string[] FindProviders(string[] names, Catalog facts, Problems problems)
    {
        foreach (var name in names.Where(name => !facts.Providers.Contains(name)))
        {
            problems.Error(new("--provider", 0, 0), "unknown-provider", $"unknown provider \"{name}\"{Spelling.DidYouMean(name, facts.Providers)}");
        }

        return names;
    }
}
