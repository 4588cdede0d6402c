using System.Globalization;
using System.Text.RegularExpressions;
using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Each key of a workload file changes the answer of every command that takes one, or is refused by name: none is ignored.</summary>
public sealed partial class KeyMatrixTests
{
    private static readonly DateOnly Today = new(2026, 11, 28);
    private static readonly DateTimeOffset Begin = new(2026, 9, 7, 0, 0, 0, TimeSpan.Zero);
    private static readonly SolveLimits Limits = new(Ratio.FromPercent(0.5), Duration.FromSeconds(10));

    private static readonly string[] Sellers = ["lambda", "verda", "vast", "nebius", "oci", "scaleway", "digitalocean"];
    private static readonly string[] Providers = ["deepinfra", "together", "mistral", "openai", "scaleway", "nebius", "azure", "anthropic", "alibaba", "deepseek"];

    /// <summary>A few sellers of the built-in catalog, so that plans are solved at once.</summary>
    internal static readonly Lazy<Capacities> Few = new(() =>
    {
        var reader = new CatalogReader(new Problems(), today: Today) { MayWait = true };
        reader.Add([.. CatalogFiles.Embedded().Where(file =>
            file.Kind is "offers.csv" ? Sellers.Contains(file.Name) : file.Kind is not "apis.csv" || Providers.Contains(file.Name))]);
        return new(reader.Build());
    });

    private static readonly Lazy<Trace> Requests = new(() =>
    {
        var path = Path.Combine(Path.GetTempPath(), $"mtok-keys-{Guid.NewGuid():N}.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 2400).Select(i => string.Create(
                CultureInfo.InvariantCulture,
                $"{(i < 1800 ? i / 30.0 : 60 + ((i - 1800) / 5.0)):0.000},{200 + (i * 37 % 800)},{100 + (i * 53 % 400)},{100 + (i * 7 % 100)},{(i % 3 == 0 ? "slow" : "fast")}"))
            .Prepend("arrival_s,input_tokens,output_tokens,cached_tokens,class"));
        var trace = TraceChange.InMemory(TraceFile.Open(path, new Problems())!, 10_000);
        File.Delete(path);
        return trace;
    });

    public static TheoryData<string> Keys => [.. KeyTable.Keys];

    [Fact]
    public void The_documentation_lists_the_keys_that_the_reader_knows()
    {
        var root = TomlTable.Parse("w.toml", KeyTable.WithEveryTable, new Problems())!;
        var problems = new Problems();
        Assert.NotNull(new WorkloadReader(Few.Value.Catalog, problems).Read(root, "w.toml"));
        var known = root.KnownKeys.Select(key => Regex.Replace($"{key.Table}.{key.Key}", @"\[\d*\]|^\.", "")).ToHashSet(StringComparer.Ordinal);
        var tables = known.Where(key => key.Contains('.', StringComparison.Ordinal)).Select(key => key.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Documented().Order(StringComparer.Ordinal), known.Except(tables).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("aws", "aws-bedrock")]
    [InlineData("gcp", "google-vertex")]
    [InlineData("aws-bedrock", null)]
    [InlineData("azure", null)]
    public void A_cloud_brings_its_API_service(string named, string? service) =>
        Assert.Equal(service is null ? [named] : (string[])[named, service], Workloads.Built.WithServices([named]));

    [Fact]
    public void Every_key_has_a_row() =>
        Assert.Equal(Documented().Order(StringComparer.Ordinal), KeyTable.Keys.Concat(KeyTable.Shown).Concat(KeyTable.OfDraws).Concat(KeyTable.OfMoves).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    [Trait("Speed", "Slow")]
    public void No_command_ignores_a_key(string key)
    {
        var ignoring = Commands
            .Where(command => Applies(command.Name, key) && KeyTable.Of(key).All(row => Ignores(command.Answer, row.Before, row.After)))
            .Select(command => command.Name);
        Assert.Empty(ignoring);
    }

    [Theory]
    [InlineData("ttft | { p99 = \"2s\" } | { p99 = \"2s\", mean = \"60ms\" } | service_level.tpot=-")]
    [InlineData("tpot | { p50 = \"100ms\", p99 = \"200ms\" } | { p50 = \"12ms\", p99 = \"200ms\" } | service_level.ttft=-")]
    [Trait("Speed", "Slow")]
    public void No_command_ignores_one_of_several_limits_on_figures(string row)
    {
        var (before, after) = KeyTable.OfRow($"service_level.{row}; allow.kinds=[\"on_demand\"]");
        Assert.Empty(Commands.Where(command => command.Name is not "trace generate" && Ignores(command.Answer, before, after)).Select(command => command.Name));
    }

    /// <summary>Why limits on kinds and sellers of machines are of plans alone: whatever is ranked, priced or compared is of one kind of one seller.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("fleet.spares_by=\"zone\"")]
    [InlineData("traffic.requests_per_day=9000000; work.interruptible=true")]
    public void Every_option_is_of_one_kind_of_machine_of_one_seller(string other)
    {
        var workload = Read(KeyTable.Workload(other));
        var decision = Decision.For(workload, Few.Value.Catalog, Few.Value, Today);
        var rules = PlanRules.None with { KindsAtMost = 1, SellersAtMost = 1 };
        var sets = MachineSets.Of(decision.Problem, decision.Problem.AllMachines).Concat(decision.Options.Select(option => option.Machines).OfType<MachineSet>()).ToList();
        Assert.True(sets.Count > 20);
        Assert.All(sets, set => Assert.False(MachineKinds.AreLimited(decision.Problem with { Machines = set.Zones, Rules = rules })));
    }

    /// <summary>What each command answers, in figures; "refused" where it says that it cannot.</summary>
    private static readonly (string Name, Func<Workload, string> Answer)[] Commands =
    [
        ("decide", Decide),
        ("decide --trace", DecideOnTrace),
        ("plan", Plan),
        ("plan --trace", PlanOnTrace),
        ("break-even", BreakEven),
        ("break-even --curve", Curve),
        ("trace generate", Generate),
        ("track compare", Compare),
    ];

    /// <summary>
    /// What the help of a command says that it takes: generated traffic is of the rate, shape and lengths; tracked usage replaces traffic and models;
    /// limits on the kinds and sellers of a plan cannot bind where every option is of one kind.
    /// </summary>
    private static bool Applies(string command, string key) => command switch
    {

        // The short trace is cheapest on one kind, and the planned day on one seller, whatever the limit; PlanLaws and PlanOfWorkloadTests hold both.
        "decide --trace" or "plan --trace" when key is "plan.kinds_at_most" => false,
        "plan" when key is "plan.sellers_at_most" => false,
        "decide" or "track compare" when key is "plan.kinds_at_most" or "plan.sellers_at_most" => false,
        "trace generate" => key.StartsWith("traffic.", StringComparison.Ordinal) || key is "tokens.input" or "tokens.output" or "tokens.cached_share",
        "track compare" => key != "models" && !key.StartsWith("model.", StringComparison.Ordinal) && !key.StartsWith("traffic.", StringComparison.Ordinal) && !key.StartsWith("tokens.", StringComparison.Ordinal),
        "decide --trace" or "plan --trace" => !key.StartsWith("traffic.", StringComparison.Ordinal) && key is not ("tokens.input" or "tokens.output" or "tokens.cached_share"),
        _ => true,
    };

    private static bool Ignores(Func<Workload, string> answer, string before, string after)
    {
        var changed = answer(Read(after));
        return changed != "refused" && changed == answer(Read(before));
    }

    internal static Workload Read(string text)
    {
        var problems = new Problems();
        var root = TomlTable.Parse("w.toml", text, problems)!;
        var workload = new WorkloadReader(Few.Value.Catalog, problems).Read(root, "w.toml");
        Assert.True(workload is not null, string.Join("\n", problems.All.Select(problem => problem.ToString())) + "\n" + text);
        return workload;
    }

    private static string Decide(Workload workload) =>
        VerdictTraffic.CanTellClasses(workload, new(new Problems())) ? ShownWithRouting(Decision.For(workload, Few.Value.Catalog, Few.Value, Today)) : "refused";

    private static string ShownWithRouting(Decision decision) => $"{Shown(decision)}\n{decision.Routed?.CountedOn}";

    private static string Shown(Decision decision) => string.Join('\n', decision.Options.Select(option => string.Create(
        CultureInfo.InvariantCulture,
        $"{option.Name} {option.Kind} {option.Cost?.Bill.Value.Dollars:0.00} {option.CountedOn?.Dollars:0.00} {option.MayWin} {option.Cost?.Machines} {option.Refusal?.GetType().Name}")));

    private static string DecideOnTrace(Workload workload)
    {
        if (OnTrace(workload) is not { } traffic)
        {
            return "refused";
        }

        var answer = PlanAnswer.For(workload, traffic, Few.Value, Limits, new());
        return $"{Shown(Decision.For(answer.Problem, answer.Served, Few.Value.Catalog, proved: answer.Proved))}\n{Shown(answer)}";
    }

    private static string Plan(Workload workload) =>
        VerdictTraffic.OfShape(new PlanRequest { Hours = Duration.FromHours(24) }, workload, new(new Problems())) is { } traffic ? Solved(workload, traffic) : "refused";

    private static string PlanOnTrace(Workload workload) => OnTrace(workload) is { } traffic ? Solved(workload, traffic) : "refused";

    private static VerdictTraffic? OnTrace(Workload workload)
    {
        var problems = new Problems();
        var traffic = VerdictTraffic.OfTrace(new PlanRequest { Step = Duration.FromMinutes(1) }, replays: true, workload, Requests.Value, new(problems));
        return problems.HasErrors ? null : traffic;
    }

    /// <summary>The bill, and that which one can count on, to 0.6 %: solutions of one problem lie within 0.5 %.</summary>
    private static string Solved(Workload workload, VerdictTraffic traffic) => Shown(PlanAnswer.For(workload, traffic, Few.Value, Limits, new()));

    private static string Shown(PlanAnswer answer)
    {
        var plan = answer.Replay?.Plan ?? answer.Outcome.BestPlan;
        return plan is null ? $"no plan: {answer.Outcome.GetType().Name}" : $"{Rounded(plan.Bill.Dollars)} {Rounded(answer.Chances?.CountedOn?.Dollars ?? 0)}";
    }

    private static string Rounded(decimal dollars) =>
        dollars <= 0 ? "0" : Math.Round(Math.Log((double)dollars) / 0.006).ToString(CultureInfo.InvariantCulture);

    private static string BreakEven(Workload workload)
    {
        if (IsRefused(workload))
        {
            return "refused";
        }

        var answer = ProvedBreakEven.Staircase(WithApi(workload), Few.Value);
        return string.Create(CultureInfo.InvariantCulture, $"{answer.Api?.Base.Provider} {answer.ApiPrice?.Dollars:0.0000} {answer.Crossings}\n")
            + string.Join('\n', answer.Steps.Concat(answer.Provisioned).Select(step => string.Create(
                CultureInfo.InvariantCulture, $"{step.Name} {step.Machine.Dollars:0.00} {step.TokensPerMachine.Count:0} {step.Volume?.Count:0}")));
    }

    private static string Curve(Workload workload)
    {
        if (IsRefused(workload))
        {
            return "refused";
        }

        var demand = Demand.Of(workload, 24, 1);
        var curve = VolumeCurve.For(PlanChoices.For(WithApi(workload), demand, Few.Value.Catalog, Few.Value), points: 3);
        return $"{curve.Affordable}\n{string.Join('\n', curve.Points.Select(point => point.ToString()))}";
    }

    private static bool IsRefused(Workload workload)
    {
        var problems = new RequestProblems(new Problems());
        return !(VerdictTraffic.CanTellClasses(workload, problems) & VerdictTraffic.RoutesNothing(workload, problems));
    }

    /// <summary>Break-even is with an API, so that there has to be one.</summary>
    private static Workload WithApi(Workload workload) => workload with
    {
        Allowed = workload.Allowed with
        {
            Kinds = [.. workload.Allowed.Kinds.Append(OptionKind.Api).Distinct()],
            Providers = SellNoApi(workload.Allowed.Providers) ? [.. workload.Allowed.Providers, "azure"] : workload.Allowed.Providers,
        },
    };

    private static bool SellNoApi(IReadOnlyList<string> providers) =>
        providers.Count > 0 && !Few.Value.Catalog.Apis.Any(api => providers.Contains(api.Provider));

    private static string Generate(Workload workload)
    {
        var profile = WorkloadTraffic.Profile(workload, Few.Value.Catalog.FindProfile(WorkloadTraffic.UsualProfile)!);
        var trace = TraceGenerator.Of(workload, Few.Value.Catalog.FindProfile(WorkloadTraffic.UsualProfile)!, Duration.FromHours(24), 1);
        return $"{profile.MeanRate} {string.Join(' ', profile.Classes[0].Rates.Take(48))}\n{string.Join('\n', trace.Requests.Take(50))}";
    }

    private static string Compare(Workload workload)
    {
        if (IsRefused(workload))
        {
            return "refused";
        }

        var tokens = new TokenCounts(Tokens.FromCount(20_000_000), default, default, default, Tokens.FromCount(6_000_000), default);
        var rows = Enumerable.Range(0, 24).Select(hour => new PastRequests(Begin.AddHours(hour), true, hour is 9 ? 100_000 : 20_000, tokens)).ToList();
        var compared = PastComparison.Of(new(Begin, rows.Count, rows), workload.Models[0], workload, Few.Value, Today);
        return string.Join('\n', compared.Options.Select(option => string.Create(
            CultureInfo.InvariantCulture, $"{option.Name} {option.Kind} {option.Cost?.Value.Dollars:0.00} {option.MayWin} {option.Refusal?.GetType().Name}")));
    }

    /// <summary>The keys of the table in docs/workload.md, as table and key.</summary>
    private static IEnumerable<string> Documented()
    {
        var table = "";
        foreach (var row in File.ReadLines(Snapshot.PathOf("docs/workload.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            foreach (var word in Ticked().Matches(row.Split('|')[1]).Select(match => match.Groups[1].Value))
            {
                if (word.StartsWith('['))
                {
                    table = word.Trim('[', ']') + ".";
                }
                else
                {
                    yield return table + word;
                }
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Ticked();
}
