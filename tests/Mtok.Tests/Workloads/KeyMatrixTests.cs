using System.Globalization;
using System.Text.RegularExpressions;
using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Each key of a workload file changes the answer of every command that takes one, or is refused by name; what is still ignored is listed.</summary>
public sealed partial class KeyMatrixTests
{
    private static readonly DateOnly Today = new(2026, 11, 28);
    private static readonly DateTimeOffset Begin = new(2026, 9, 7, 0, 0, 0, TimeSpan.Zero);
    private static readonly SolveLimits Limits = new(Ratio.FromPercent(0.5), Duration.FromSeconds(10));

    private static readonly string[] Sellers = ["lambda", "verda", "vast", "nebius", "oci", "scaleway", "digitalocean"];
    private static readonly string[] Providers = ["deepinfra", "together", "mistral", "openai", "scaleway", "nebius", "azure", "anthropic", "alibaba", "deepseek"];

    /// <summary>A few sellers of the built-in catalog, so that plans are solved at once.</summary>
    private static readonly Lazy<Capacities> Few = new(() =>
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

    /// <summary>
    /// What a command still ignores, by key. A line goes when the command honours the key or refuses it; the test fails until the line is gone.
    /// </summary>
    private static readonly Dictionary<string, string> Ignored = new(StringComparer.Ordinal)
    {
        ["class.interruptible"] = "decide --trace, plan --trace",

        // A volume has no budget, and what was already used was no question of limits.
        ["plan.budget"] = "break-even, break-even --curve, track compare",
        ["plan.minimum_run"] = "plan --trace, track compare",
        ["plan.scale_up"] = "plan --trace, track compare",
        ["quota.gpus"] = "track compare",
        ["quota.seller"] = "track compare",
        ["quota.region"] = "track compare",
        ["quota.accelerator"] = "track compare",

        // An option is one kind of one seller.
        ["plan.kinds_at_most"] = "decide, decide --trace, track compare",

        // Observed with this table's rows, and not yet distinguished from keys that do not bind in them: the same fleet or API stays the cheapest.
        ["plan.sellers_at_most"] = "decide, decide --trace, plan, plan --trace, break-even, break-even --curve, track compare",
        ["tokens.reasoning_share"] = "break-even, break-even --curve",
        ["allow.providers"] = "break-even",
        ["allow.unknown_residency"] = "plan, plan --trace, break-even, break-even --curve",
        ["fleet.provision"] = "plan --trace",
        ["fleet.load"] = "plan --trace",
        ["fleet.lost_work"] = "plan, plan --trace",
        ["owned.accelerator"] = "plan --trace",
    };

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

    [Fact]
    public void Every_key_has_a_row() =>
        Assert.Equal(Documented().Order(StringComparer.Ordinal), KeyTable.Keys.Concat(KeyTable.Shown).Concat(KeyTable.OfDraws).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    [Trait("Speed", "Slow")]
    public void No_command_ignores_a_key(string key)
    {
        var (before, after) = KeyTable.Of(key);
        var ignoring = Commands.Where(command => Applies(command.Name, key) && Ignores(command.Answer, before, after)).Select(command => command.Name);
        Assert.Equal(Ignored.GetValueOrDefault(key, ""), string.Join(", ", ignoring));
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

    /// <summary>What the help of a command says that it takes: generated traffic is of the rate, shape and lengths; tracked usage replaces traffic and models.</summary>
    private static bool Applies(string command, string key) => command switch
    {
        "trace generate" => key.StartsWith("traffic.", StringComparison.Ordinal) || key is "tokens.input" or "tokens.output" or "tokens.cached_share",
        "track compare" => key != "models" && !key.StartsWith("traffic.", StringComparison.Ordinal) && !key.StartsWith("tokens.", StringComparison.Ordinal),
        "decide --trace" or "plan --trace" => !key.StartsWith("traffic.", StringComparison.Ordinal) && key is not ("tokens.input" or "tokens.output" or "tokens.cached_share"),
        _ => true,
    };

    private static bool Ignores(Func<Workload, string> answer, string before, string after)
    {
        var changed = answer(Read(after));
        return changed != "refused" && changed == answer(Read(before));
    }

    private static Workload Read(string text)
    {
        var problems = new Problems();
        var root = TomlTable.Parse("w.toml", text, problems)!;
        var workload = new WorkloadReader(Few.Value.Catalog, problems).Read(root, "w.toml");
        Assert.True(workload is not null, string.Join("\n", problems.All.Select(problem => problem.ToString())) + "\n" + text);
        return workload;
    }

    private static string Decide(Workload workload) =>
        VerdictTraffic.CanTellClasses(workload, new(new Problems())) ? Shown(Decision.For(workload, Few.Value.Catalog, Few.Value, Today)) : "refused";

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
        return Shown(Decision.For(answer.Problem, answer.Served, Few.Value.Catalog, proved: answer.Proved));
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

    /// <summary>The bill to 2 %, within which solutions are taken for equal.</summary>
    private static string Solved(Workload workload, VerdictTraffic traffic)
    {
        var answer = PlanAnswer.For(workload, traffic, Few.Value, Limits, new());
        var plan = answer.Replay?.Plan ?? answer.Outcome.BestPlan;
        return plan is null ? $"no plan: {answer.Outcome.GetType().Name}" : Rounded(plan.Bill.Dollars);
    }

    private static string Rounded(decimal dollars) =>
        dollars <= 0 ? "0" : Math.Round(Math.Log((double)dollars) / 0.02).ToString(CultureInfo.InvariantCulture);

    private static string BreakEven(Workload workload)
    {
        if (!VerdictTraffic.CanTellClasses(workload, new(new Problems())))
        {
            return "refused";
        }

        var answer = StaircaseBreakEven.For(WithApi(workload), Few.Value.Catalog, Few.Value);
        return string.Create(CultureInfo.InvariantCulture, $"{answer.Api?.Base.Provider} {answer.ApiPrice?.Dollars:0.0000} {answer.Crossings}\n")
            + string.Join('\n', answer.Steps.Concat(answer.Provisioned).Select(step => string.Create(
                CultureInfo.InvariantCulture, $"{step.Name} {step.Machine.Dollars:0.00} {step.TokensPerMachine.Count:0} {step.Volume?.Count:0}")));
    }

    private static string Curve(Workload workload)
    {
        if (!VerdictTraffic.CanTellClasses(workload, new(new Problems())))
        {
            return "refused";
        }

        var demand = Demand.Of(workload, 24, 1);
        var curve = VolumeCurve.For(PlanChoices.For(WithApi(workload), demand, Few.Value.Catalog, Few.Value), points: 3);
        return string.Join('\n', curve.Points.Select(point => point.ToString()));
    }

    /// <summary>Break-even is with an API, so that there has to be one.</summary>
    private static Workload WithApi(Workload workload) => workload with
    {
        Allowed = workload.Allowed with
        {
            Kinds = [.. workload.Allowed.Kinds.Append(OptionKind.Api).Distinct()],
            Providers = workload.Allowed.Providers.Count > 0 ? [.. workload.Allowed.Providers, "deepinfra"] : [],
        },
    };

    private static string Generate(Workload workload)
    {
        var profile = WorkloadTraffic.Profile(workload, Few.Value.Catalog.FindProfile(WorkloadTraffic.UsualProfile)!);
        var trace = TraceGenerator.Of(workload, Few.Value.Catalog.FindProfile(WorkloadTraffic.UsualProfile)!, Duration.FromHours(24), 1);
        return $"{profile.MeanRate} {string.Join(' ', profile.Classes[0].Rates.Take(48))}\n{string.Join('\n', trace.Requests.Take(50))}";
    }

    private static string Compare(Workload workload)
    {
        if (!VerdictTraffic.CanTellClasses(workload, new(new Problems())))
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
