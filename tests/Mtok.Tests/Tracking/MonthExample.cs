using System.Globalization;
using System.Text;

namespace Mtok.Tests;

/// <summary>
/// The month of <c>examples/month</c>, made here: two machines that serve one model to three teams, an API beside them, and the bill. What it
/// adds up to is known before anything reads it.
/// </summary>
internal static class MonthExample
{
    public const string Folder = "examples/month";
    public const string Own = "llama-3.3-70b";
    public const string Api = "atlas-mini";
    private const int Days = 30;
    private const decimal OnDemand = 1320.96m;
    private const decimal Committed = 990.72m;
    private const decimal Correction = 110.08m;
    private static readonly DateTimeOffset Begin = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly (string Name, int Weight)[] Teams = [("search", 6), ("support", 3), ("summaries", 2)];

    /// <summary>Each hour: what each team asked for, and what was asked past the gateway.</summary>
    public static IReadOnlyList<Hour> Hours { get; } = [.. Traffic()];

    /// <summary>The cost of the machines of the deployment: everything that names them.</summary>
    public static decimal Machines => (Days * (OnDemand + Committed)) + Correction;

    /// <summary>The cost by kind, of what is for no machine of the deployment.</summary>
    public static IReadOnlyDictionary<string, decimal> Besides { get; } = new Dictionary<string, decimal>
    {
        ["busy"] = 300m + 120m + 75m + 60m,
        ["idle"] = 5 * Committed,
        ["unattributed"] = 240.5m,
        ["prepaid"] = -(Days + 5) * Committed,
        ["tax"] = 1234.56m,
        ["credit"] = -500m,
    };

    /// <summary>What is invoiced.</summary>
    public static decimal Billed => (Days * OnDemand) + Correction + 555m + 240.5m + 1234.56m - 500m;

    /// <summary>The files by name.</summary>
    public static IReadOnlyDictionary<string, string> Files => new Dictionary<string, string>
    {
        ["deployments.toml"] = Deployments,
        ["gateway.csv"] = Log(),
        ["engine-1.json"] = Counters(0),
        ["engine-2.json"] = Counters(1),
        ["focus.csv"] = Bill(),
    };

    private static string Deployments =>
        """
        # Two machines that serve one model, and whose keys the API's are.
        [teams]
        "key_search" = "search"
        "key_support" = "support"

        [[deployment]]
        name = "chat"
        offer = "aws/p5.48xlarge"
        region = "us-east-1"
        instances = ["i-0chat1", "i-0chat2"]
        targets = ["gpu-*:8000"]
        models = ["llama-3.3-70b"]
        gpus = 8
        precision = "fp8"

        """;

    private static IEnumerable<Hour> Traffic()
    {
        var state = 1u;
        int Next(int below) => (int)((state = (state * 1664525) + 1013904223) >> 8) % below;
        for (var at = 0; at < Days * 24; at++)
        {
            var hour = Begin.AddHours(at);
            var isQuiet = hour.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && hour.Hour < 6;
            var load = isQuiet ? 0 : hour.Hour is >= 7 and < 19 ? 9000 : 1800;
            var asked = Teams.Select(team => Of(load * team.Weight * (80 + Next(40)) / 100, 900 + Next(300), 150 + Next(100))).ToList();
            yield return new(hour, asked, Of(load * (40 + Next(40)) / 100, 1000, 200), isQuiet ? 0 : Next(3));
        }
    }

    private static Asked Of(int requests, int prompt, int output) =>
        new(requests, (long)requests * prompt, (long)requests * prompt * 2 / 5, (long)requests * output);

    private static string Log()
    {
        var text = new StringBuilder("time,team,model,requests,input_tokens,cached_tokens,output_tokens\n");
        foreach (var hour in Hours)
        {
            foreach (var (asked, team) in hour.ByTeam.Zip(Teams).Where(pair => pair.First.Requests > 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"{hour.At:yyyy-MM-dd'T'HH:mm'Z'},{team.Name},{Own},")
                    .Append(CultureInfo.InvariantCulture, $"{asked.Requests},{asked.Input},{asked.Cached},{asked.Output}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>An engine takes every other request; the second one restarts twice, and both counted before the month.</summary>
    private static string Counters(int engine)
    {
        (string Name, string More, Func<Hour, long> Count)[] series =
        [
            ("prompt_tokens_total", "", hour => hour.All.Input),
            ("prompt_tokens_cached_total", "", hour => hour.All.Cached),
            ("generation_tokens_total", "", hour => hour.All.Output),
            ("request_success_total", ",\"finished_reason\":\"stop\"", hour => hour.All.Requests),
            ("request_success_total", ",\"finished_reason\":\"abort\"", hour => hour.Aborted),
        ];
        var parts = series.Select(each =>
            $"{{\"metric\":{{\"__name__\":\"vllm:{each.Name}\",\"instance\":\"gpu-{engine + 1}:8000\",\"job\":\"vllm\","
                + $"\"model_name\":\"{Own}\"{each.More}}},\n\"values\":["
                + string.Join(",\n", Samples(engine, each.Count).Chunk(24).Select(day => string.Join(',', day))) + "]}");
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[\n" + string.Join(",\n", parts) + "\n]}}\n";
    }

    private static IEnumerable<string> Samples(int engine, Func<Hour, long> count)
    {
        var total = 1_000_000L * (engine + 1);
        yield return $"[{Begin.ToUnixTimeSeconds()},\"{total}\"]";
        for (var at = 0; at < Hours.Count; at++)
        {
            var mine = (count(Hours[at]) / 2) + (engine * (count(Hours[at]) % 2));
            total = engine == 1 && at is 250 or 500 ? mine : total + mine;
            yield return $"[{Begin.AddHours(at + 1).ToUnixTimeSeconds()},\"{total}\"]";
        }
    }

    private static string Bill()
    {
        var text = new StringBuilder(
            "BillingPeriodStart,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ServiceProviderName,ServiceName,ResourceId,ChargeDescription,"
            + "BilledCost,EffectiveCost,BillingCurrency,ConsumedQuantity,ConsumedUnit,"
            + "CommitmentDiscountId,CommitmentDiscountStatus,CredentialId,SkuPriceDetails\n");
        for (var day = 0; day < Days; day++)
        {
            Machine(text, day, "2026-09", "", "i-0chat1", OnDemand, OnDemand, 24, "", "");
            Machine(text, day, "2026-09", "", "i-0chat2", 0, Committed, 24, "sp-1", "Used");
            if (day >= Days - 5)
            {
                Machine(text, day, "2026-09", "", "", 0, Committed, 24, "sp-2", "Unused");
            }
        }

        Machine(text, 14, "2026-10", "Correction", "i-0chat1", Correction, Correction, 2, "", "");
        Month(text, "Usage", "Object storage", 240.5m, "", "");
        Tokens(text, "key_search", "Input", "Uncached", 300m, 600_000_000);
        Tokens(text, "key_search", "Output", "", 120m, 60_000_000);
        Tokens(text, "key_support", "Input", "Uncached", 75m, 150_000_000);
        Tokens(text, "key_support", "Output", "", 60m, 30_000_000);
        Month(text, "Tax", "Tax", 1234.56m, "", "");
        Month(text, "Credit", "Promotional credit", -500m, "", "");
        return text.ToString();
    }

    private static void Machine(
        StringBuilder text, int day, string period, string charge, string instance, decimal billed, decimal effective, int hours, string plan, string status) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"{period}-01T00:00:00Z,{Begin.AddDays(day):yyyy-MM-dd}T00:00:00Z,{Begin.AddDays(day + 1):yyyy-MM-dd}T00:00:00Z,Usage,{charge},AWS,EC2,{instance},"
            + $"p5.48xlarge,{billed},{effective},USD,{hours},Hours,{plan},{status},,\n");

    private static void Month(StringBuilder text, string category, string description, decimal cost, string unit, string details) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"2026-09-01T00:00:00Z,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,{category},,AWS,,,{description},{cost},{cost},USD,{unit},,,,{details}\n");

    private static void Tokens(StringBuilder text, string key, string direction, string action, decimal cost, long count) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"2026-09-01T00:00:00Z,2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,,Atlas,Atlas API,,{direction} tokens,"
            + $"{cost},{cost},USD,{count},Tokens,,,{key},"
            + $"\"{{\"\"ModelId\"\":\"\"{Api}\"\",\"\"TokenDirection\"\":\"\"{direction}\"\",\"\"TokenCacheAction\"\":\"\"{action}\"\"}}\"\n");

    /// <summary>Requests and their tokens.</summary>
    internal sealed record Asked(long Requests, long Input, long Cached, long Output)
    {
        public static Asked operator +(Asked left, Asked right) =>
            new(left.Requests + right.Requests, left.Input + right.Input, left.Cached + right.Cached, left.Output + right.Output);
    }

    /// <summary>An hour of traffic.</summary>
    internal sealed record Hour(DateTimeOffset At, IReadOnlyList<Asked> ByTeam, Asked Past, long Aborted)
    {
        public Asked All => ByTeam.Aggregate(Past, (sum, asked) => sum + asked);
    }

    /// <summary>All that a team asked for, or what was asked past the gateway.</summary>
    public static Asked Sum(string team) => team.Length == 0
        ? Hours.Select(hour => hour.Past).Aggregate((left, right) => left + right)
        : Hours.Select(hour => hour.ByTeam[Array.FindIndex(Teams, each => each.Name == team)]).Aggregate((left, right) => left + right);
}
