using System.Globalization;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Whatever a workload file may say is answered: nothing throws, and every figure is a number.</summary>
public sealed class AnyWorkloadLaws
{
    private static SolveLimits Soon => new(Ratio.FromPercent(1), Duration.FromSeconds(0.3));

    private static readonly DateOnly Day = new(2026, 8, 15);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Whatever_a_workload_says_is_ranked_compared_and_broken_even() => Sample(int.TryParse(Environment.GetEnvironmentVariable("MTOK_RANDOM_WORKLOADS"), out var most) ? most : 30, (workload, random) =>
    {
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity, Day);
        Shown(DecisionReport.Of(decision, 5));
        ScreenTests.Check(DecisionReport.Of(decision, new DecisionView(Detail.Screen, Day, Workloads.Capacity)));
        ScreenTests.Check(DecisionReport.Of(decision, new DecisionView(Detail.Why, Day, Workloads.Capacity)));
        Shown(PriceReports.BreakEvenStaircase(ProvedBreakEven.Staircase(workload, Workloads.Capacity), 5));
        var utilization = Ratio.FromValue(Math.Pow(10, -random.NextDouble() * 4));
        Shown(ComparisonReport.Of(Comparison.For(workload, utilization, Workloads.Built, Workloads.Capacity, Day), 5, true));
    });

    /// <summary>MTOK_RANDOM_WORKLOADS says how many.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Whatever_a_workload_says_is_planned_doubted_and_drawn() =>
        Sample(int.TryParse(Environment.GetEnvironmentVariable("MTOK_RANDOM_WORKLOADS"), out var most) ? most : 30, (workload, random) =>
        {
            var demand = Demand.Of(workload, Pick(random, 1, 24, 168), Pick(random, 1, 6)).Times(Ratio.FromValue(Pick(random, 1, 1, 0.1, 0.01, 30)));
            demand = random.Next(4) == 0 ? demand.Forecast(Ratio.FromPercent(50), Ratio.FromPercent(150)) : demand;
            if (random.Next(3) == 0)
            {
                demand = demand with { Classes = [demand.Classes[0], demand.Classes[0] with { Name = "second", Interruptible = true, Deadline = Duration.FromHours(Pick(random, 0, 3, 24)), ServiceLevel = ServiceLevel.None }], Spans = [.. demand.Spans.Select(span => span with { Rates = [span.Rates[0], span.Rates[0]] })] };
            }

            var verdict = Verdict.For(workload, new(demand, null, IsRecorded: demand.Classes.Count > 1 || random.Next(2) == 0, new TrafficSource.NoTrace()), Workloads.Capacity, new(Soon) { Today = Day });
            Shown(VerdictReport.Of(verdict, new(Day, "mtok", "1", Soon)));
            foreach (var detail in new[] { Detail.Screen, Detail.Why })
            {
                ScreenTests.Check(VerdictReport.Of(verdict, new(Day, "mtok", "1", Soon) { Detail = detail, Capacities = Workloads.Capacity }));
                ScreenTests.Check(PlanReport.Of(workload, new(verdict.Problem, verdict.Outcome, verdict.Replay) { Served = verdict.Decision.Workload }, Soon, new(detail, Day, Workloads.Capacity)));
            }

            Assert.NotEmpty(VerdictPage.Write(verdict, new(Day, "mtok", "1", Soon)));
            Assert.NotNull(PictureFiles.Of(VerdictCharts.Of(verdict, 5)).ToList());
            if (verdict.Plan is { } plan)
            {
                Assert.Equal(demand.Mean().PerSecond, plan.Classes.Sum(line => Mean(plan, line.Served) + Mean(plan, line.Overflow)), 1e-3 * demand.Mean().PerSecond);
            }
        });

    private static double Mean(Plan plan, IReadOnlyList<IReadOnlyList<RequestsPerSecond>> rates) =>
        plan.Demand.Spans.Zip(rates, (span, all) => span.Share.Value * all.Average(rate => rate.PerSecond)).Sum();

    private static void Shown(Report report)
    {
        foreach (var format in Enum.GetValues<ReportFormat>())
        {
            var text = ReportText.Write(report, format, 120);
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        }
    }

    private static void Sample(int most, Action<Workload, Random> check)
    {
        var folder = Directory.CreateTempSubdirectory("mtok-");
        try
        {
            var first = int.TryParse(Environment.GetEnvironmentVariable("MTOK_RANDOM_FIRST"), out var given) ? given : 1;
            for (var seed = first; seed < first + most; seed++)
            {
                var random = new Random(seed);
                var (text, problems) = (Written(random), new Problems());
                var path = Path.Combine(folder.FullName, "w.toml");
                File.WriteAllText(path, text);
                var workload = new WorkloadReader(Workloads.Built, problems).Read(path);
                Assert.True(workload is not null || problems.All.All(problem => problem.Rule == "too-long"), $"{string.Join('\n', problems.All)}\n{text}");
                try
                {
                    if (workload is not null)
                    {
                        check(workload, random);
                    }
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"workload {seed}:\n{text}", exception);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A workload of many keys, each from the lowest that may be said to the highest.</summary>
    private static string Written(Random random)
    {
        var lines = new List<string>();
        void Maybe(int in10, string line)
        {
            if (random.Next(10) < in10)
            {
                lines.Add(line);
            }
        }

        string Between(double low, double high) => (low * Math.Pow(high / low, random.NextDouble())).ToString("0.#########", CultureInfo.InvariantCulture);
        lines.Add($"models = [{string.Join(", ", Workloads.Built.Models.OrderBy(_ => random.Next()).Take(random.Next(10) < 8 ? 1 : 2).Select(model => $"\"{model.Id}\""))}]");
        lines.AddRange(["[traffic]", $"requests_per_day = {Between(0.001, random.Next(5) == 0 ? 8e11 : 1e8)}", Pick(random, "", "", "shape = \"business-hours\"", $"shape = \"spiky\"\npeak_ratio = {Between(1, 24)}")]);
        lines.AddRange(["[tokens]", $"input = {Between(1, 60_000)}", $"output = {Between(1, 4000)}"]);
        Maybe(3, $"cached_share = {Pick(random, "0", "0.5", "1")}");
        Maybe(5, $"[service_level]\nttft = \"{Between(0.05, 60)}s\"\n{Pick(random, "", $"tpot = {Between(0.005, 1)}")}");
        Maybe(2, $"[work]\n{Pick(random, "deferrable = true", "interruptible = true", "deferrable = true\ninterruptible = false")}");
        lines.Add("[allow]");
        Maybe(6, $"kinds = {Pick(random, "[\"api\"]", "[\"mixed\"]", "[\"on_demand\"]", "[\"spot\"]", "[\"owned\"]", "[\"reserved\", \"owned\"]", "[\"api\", \"reserved\", \"mixed\"]", "[\"on_demand\", \"spot\", \"api\"]")}");
        Maybe(2, $"regions = {Pick(random, "[\"us-\"]", "[\"EU\"]")}");
        Maybe(2, $"longest_commitment = {Pick(random, "\"none\"", "\"1y\"")}");
        Maybe(2, $"precisions = {Pick(random, "[\"fp8\"]", "[\"int4\"]", "[\"bf16\", \"fp4\"]")}");
        lines.Add("[fleet]");
        Maybe(3, Pick(random, "spares = 1", "spares = 10000", "spares_by = \"zone\""));
        Maybe(2, $"peak_utilization = {Pick(random, "0.01", "1")}");
        Maybe(2, $"provision = {Pick(random, "0", "86400")}");
        Maybe(1, "spot_dry = 1");
        lines.Add("[overheads]");
        Maybe(3, $"multiplier = {Pick(random, "1.3", "20")}");
        Maybe(2, $"egress = {Pick(random, "0.09", "1000")}");
        Maybe(2, $"logs = {Pick(random, "0.5", "1000")}");
        Maybe(2, $"support = {Pick(random, "100", "1000000000")}");
        Maybe(1, "engineer = 150\nengineer_time = \"40h\"");
        lines.Add("[plan]");
        Maybe(2, $"budget = {Pick(random, "0", "1000", "1000000000000")}");
        Maybe(2, $"minimum_run = {Pick(random, "3600", "604800")}");
        Maybe(2, $"scale_up = {Pick(random, "0", "2", "1000000")}");
        Maybe(3, $"[forecast]\nlow = {Pick(random, "0.01", "0.8", "1")}\nhigh = {Pick(random, "1", "1.2", "100")}");
        Maybe(3, $"[horizon]\nmonths = {Pick(random, "13", "120")}\ncost_of_capital = {Pick(random, "0", "0.3")}");
        Maybe(3, $"[growth]\nmonths = {Pick(random, "[1]", "[6, 12]", "[2, 5, 11]")}\n{Pick(random, "yearly = -0.5", "demand = [0.01, 100]", "demand = [0.3, 1, 2]\nchances = [0.3, 0.4, 0.3]")}");
        Maybe(3, $"[switch]\ncost = {Pick(random, "0", "100000")}\nweeks = {Pick(random, "0", "8")}\nearly_exit = {Pick(random, "0", "0.5", "1")}");
        Maybe(2, $"[[quota]]\ngpus = {Pick(random, "0", "8", "1000000")}\n{Pick(random, "", "seller = \"gcp\"", "accelerator = \"h100-sxm\"", "region = \"us-\"")}");
        Maybe(1, "[[owned]]\nname = \"mine\"\naccelerator = \"h100-sxm\"\ngpus = 8\nprice = 200000\nlife_years = 4\npower = \"10kW\"\nelectricity = 0.1");
        return string.Join('\n', lines) + "\n";
    }

    private static T Pick<T>(Random random, params T[] all) => all[random.Next(all.Length)];
}
