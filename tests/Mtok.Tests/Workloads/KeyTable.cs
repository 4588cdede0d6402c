namespace Mtok.Tests;

/// <summary>
/// Every key of a workload file with a workload in which it matters, and a value that changes the answer. A row is "table.key | before | after | other keys",
/// where "-" is a key that is left out; other keys stand in both workloads.
/// </summary>
internal static class KeyTable
{
    /// <summary>What stands in every workload unless a row says otherwise.</summary>
    private const string Common =
        "models=[\"llama-3.3-70b\"]; traffic.requests_per_day=200000; traffic.shape=\"spiky\"; traffic.peak_ratio=4; tokens.input=400; tokens.output=300; "
        + "service_level.ttft=\"2s\"; service_level.tpot=\"100ms\"; fleet.spares=0; fleet.peak_utilization=0.8; people.fte_per_model=0; people.fte_per_seller=0";

    private const string Machines = "allow.kinds=[\"on_demand\"]";
    private const string Spot = "work.interruptible=true; allow.kinds=[\"spot\"]";
    private const string AtOnce = "fleet.load=0; fleet.provision=0; ";
    private const string Own =
        "traffic.requests_per_day=5000000; allow.kinds=[\"owned\"]; owned.name=\"box\"; owned.accelerator=\"h100-sxm\"; owned.gpus=8; owned.price=250000; owned.life_years=4; owned.power=8000; owned.electricity=0.12";

    private const string Cached = "models=[\"claude-fable-5\"]; service_level.ttft=-; service_level.tpot=-; tokens.cached_share=0.5";
    private const string DeepInfra = "allow.credible=false; allow.kinds=[\"api\"]";
    private const string Classed = "class.name=\"slow\"";

    private static readonly string[] Rows =
    [
        "models | [\"llama-3.3-70b\"] | [\"llama-3.1-8b\"] |",
        "traffic.requests_per_day | 200000 | 900000 |",
        "traffic.requests_per_second | 2 | 9 | traffic.requests_per_day=-",
        "traffic.peak_requests_per_second | 8 | 40 | traffic.requests_per_day=-",
        "traffic.requests_per_month | 6e6 | 30e6 | traffic.requests_per_day=-",
        "traffic.tokens_per_day | 100e6 | 900e6 | traffic.requests_per_day=-",
        "traffic.tokens_per_month | 4e9 | 40e9 | traffic.requests_per_day=-",
        "traffic.shape | \"business-hours\" | \"steady\" | traffic.peak_ratio=-",
        "traffic.peak_ratio | 4 | 12 |",
        "tokens.input | 400 | 1600 |",
        "tokens.output | 300 | 900 |",
        "tokens.cached_share | 0 | 0.5 | models=[\"claude-fable-5\"]; service_level.ttft=-; service_level.tpot=-",
        "tokens.cache_miss_share | 0 | 0.4 | " + Cached,
        "tokens.cache_lifetime | \"5m\" | \"1h\" | tokens.cache_miss_share=0.4; " + Cached,
        "tokens.reasoning_share | 0 | 0.8 | models=[\"qwen3-32b\"]; allow.credible=false; allow.providers=[\"alibaba\"]; service_level.ttft=-; service_level.tpot=-",
        "service_level.ttft | \"2s\" | \"60ms\" | " + Machines,
        "service_level.tpot | \"100ms\" | \"12ms\" | " + Machines,
        "service_level.share | 0.99 | 0.6 | service_level.ttft=\"150ms\"; service_level.tpot=\"20ms\"; " + Machines,
        "work.deferrable | false | true |",
        "work.interruptible | false | true | allow.kinds=[\"spot\", \"on_demand\"]",
        "allow.kinds | [\"api\"] | [\"on_demand\"] |",
        "allow.providers | [\"lambda\"] | [\"verda\"] | " + Machines,
        "allow.exclude_providers | - | [\"verda\", \"vast\", \"lambda\", \"digitalocean\"] | " + Machines,
        "allow.regions | - | [\"EU\"] | " + Machines,
        "allow.unknown_residency | false | true | allow.credible=false; allow.regions=[\"EU\"]; allow.kinds=[\"api\"]; allow.exclude_providers=[\"azure\", \"scaleway\"]",
        "allow.evidence | \"any\" | \"measured\" | models=[\"llama-3.1-8b\"]; allow.providers=[\"lambda\", \"together\"]; " + Machines,
        "allow.longest_commitment | \"3y\" | \"none\" | traffic.shape=\"steady\"; traffic.peak_ratio=-; allow.kinds=[\"reserved\"]; allow.credible=false",
        "allow.credible | true | false |",
        "allow.precisions | - | [\"bf16\"] | " + Machines,
        "allow.kv_precision | - | \"fp8\" | traffic.requests_per_day=5000000; " + Machines,
        "fleet.spares | 0 | 3 | " + Machines,
        "fleet.availability | - | \"99.9%\" | fleet.spares=0; " + Machines,
        "fleet.availability | - | \"99.9%\" | fleet.spares=0; fleet.api_is_spare=false",
        "people.fte_per_model | 0.25 | 2 | " + Machines,
        "people.fte_per_seller | 0.05 | 1 | people.fte_per_model=0.25",
        "people.usd_per_year | 225000 | 900000 | people.fte_per_model=0.25; people.fte_per_seller=0.05",
        "fleet.spares_by | \"machine\" | \"zone\" | " + Machines,
        "fleet.api_is_spare | true | false | fleet.spares=1",
        "fleet.peak_utilization | 0.8 | 0.3 | " + Machines,
        "fleet.provision | \"5min\" | \"24h\" | " + Spot,
        "fleet.provision | 0 | \"24h\" | fleet.load=0; " + Machines,
        "fleet.load | \"5min\" | \"24h\" | " + Spot,
        "fleet.load | 0 | \"24h\" | fleet.provision=0; " + Machines,
        "fleet.lost_work | 0 | \"24h\" | " + AtOnce + Spot,
        "fleet.spot_dry | 0.05 | 0.6 | " + Spot,
        "class.name | \"slow\" | \"fast\" | class.tpot=\"12ms\"; " + Machines,
        "class.deadline | - | \"24h\" | " + Classed,
        "class.interruptible | true | false | work.interruptible=true; allow.kinds=[\"spot\", \"on_demand\"]; " + Classed,
        "class.ttft | - | \"60ms\" | " + Classed + "; " + Machines,
        "class.tpot | - | \"12ms\" | " + Classed + "; " + Machines,
        "model.name | \"llama-3.1-8b\" | \"llama-3.3-70b\" | models=[\"llama-3.3-70b\", \"llama-3.1-8b\"]; model.success_rate=0.5",
        "model.tokens_per_task | 300 | 3000 | model.name=\"llama-3.3-70b\"",
        "model.success_rate | 1 | 0.25 | model.name=\"llama-3.3-70b\"",
        "model.tokenizer_ratio | 1 | 3 | model.name=\"llama-3.3-70b\"",
        "routing.model | \"llama-3.1-8b\" | \"qwen3-32b\" | routing.share=0.5",
        "routing.share | 0.3 | 0.8 | routing.model=\"llama-3.1-8b\"",
        "api_limit.provider | \"together\" | \"deepinfra\" | api_limit.tokens_per_minute=100; " + DeepInfra,
        "api_limit.model | \"llama-3.1-8b\" | \"llama-3.3-70b\" | api_limit.provider=\"deepinfra\"; api_limit.tokens_per_minute=100; " + DeepInfra,
        "api_limit.requests_per_minute | 1000000 | 1 | api_limit.provider=\"deepinfra\"; " + DeepInfra,
        "api_limit.tokens_per_minute | 1000000000 | 100 | api_limit.provider=\"deepinfra\"; " + DeepInfra,
        "api_limit.input_tokens_per_minute | 1000000000 | 100 | api_limit.provider=\"deepinfra\"; " + DeepInfra,
        "api_limit.output_tokens_per_minute | 1000000000 | 100 | api_limit.provider=\"deepinfra\"; " + DeepInfra,
        "plan.budget | - | 10 | " + Machines,
        "plan.kinds_at_most | 3 | 1 | allow.kinds=[\"on_demand\",\"reserved\",\"spot\"]; work.interruptible=true; traffic.requests_per_day=9000000",
        "plan.sellers_at_most | 3 | 1 | plan.kinds_at_most=3; allow.kinds=[\"on_demand\",\"reserved\"]; traffic.requests_per_day=6000000",
        "plan.sellers_at_most | 3 | 1 | plan.kinds_at_most=3; quota.seller=\"digitalocean\"; quota.gpus=2; " + Machines,
        "plan.minimum_run | 0 | \"24h\" | " + AtOnce + Machines,
        "plan.scale_up | - | 0 | " + AtOnce + Machines,
        "quota.gpus | 100000 | 0 | " + Machines,
        "quota.seller | \"vast\" | - | quota.gpus=0; " + Machines,
        "quota.region | \"EU\" | - | quota.gpus=0; " + Machines,
        "quota.accelerator | \"t4\" | - | quota.gpus=0; " + Machines,
        "overheads.multiplier | 1 | 3 | " + Machines,
        "overheads.egress | 0 | 9 | " + Machines,
        "overheads.bytes_per_output_token | 250 | 2500 | overheads.egress=9; " + Machines,
        "overheads.logs | 0 | 9 | " + Machines,
        "overheads.log_bytes_per_request | 2000 | 20000 | overheads.logs=9; " + Machines,
        "overheads.load_balancer | 0 | 90000 | " + Machines,
        "overheads.storage | 0 | 90000 | " + Machines,
        "overheads.support | 0 | 90000 | " + Machines,
        "overheads.engineer | 0 | 900 | overheads.engineer_time=\"100h\"; " + Machines,
        "overheads.engineer_time | 0 | \"100h\" | overheads.engineer=900; " + Machines,
        "owned.accelerator | \"h100-sxm\" | \"b200-sxm\" | " + Own,
        "owned.accelerator | \"h100-sxm\" | \"b200-sxm\" | " + Own + "; owned.gpus=1; owned.price=30000; owned.power=1000",
        "owned.gpus | 8 | 4 | " + Own,
        "owned.price | 250000 | 900000 | " + Own,
        "owned.life_years | 4 | 2 | " + Own,
        "owned.power | 8000 | 80000 | " + Own,
        "owned.electricity | 0.12 | 1.2 | " + Own,
        "owned.residual_share | 0 | 0.5 | " + Own,
        "owned.cost_of_capital | 0 | 0.3 | " + Own,
        "owned.pue | 1 | 2.5 | " + Own,
        "owned.colocation_per_kilowatt | 0 | 900 | " + Own,
        "owned.support_share | 0 | 0.5 | " + Own,
    ];

    /// <summary>Keys that change what reports say of a figure's source, or compare an answer with, and no figure of an option.</summary>
    public static IReadOnlyList<string> Shown { get; } = ["name", "owned.name", "owned.as_of", "owned.source", "today.model", "today.provider", "today.usd_per_month"];

    /// <summary>Keys that only the draws of a verdict use, as the table says; held by the tests of robustness.</summary>
    public static IReadOnlyList<string> OfDraws { get; } = ["forecast.low", "forecast.high"];

    /// <summary>Keys that only the first move of <c>decide</c> uses, as the table says; held by its tests.</summary>
    public static IReadOnlyList<string> OfMoves { get; } =
    [
        "horizon.months", "horizon.cost_of_capital", "growth.months", "growth.demand", "growth.chances", "growth.yearly", "switch.cost", "switch.weeks",
        "switch.notice", "switch.early_exit",
    ];

    /// <summary>The keys with a row.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Rows.Select(KeyOf).Distinct()];

    /// <summary>The two workloads of each row of a key, as TOML.</summary>
    public static IEnumerable<(string Before, string After)> Of(string key) => Rows.Where(row => KeyOf(row) == key).Select(OfRow);

    /// <summary>The two workloads of a row.</summary>
    public static (string Before, string After) OfRow(string row)
    {
        var (key, parts) = (KeyOf(row), row.Split('|'));
        return (Workload($"{parts[3]}; {key}={parts[1]}"), Workload($"{parts[3]}; {key}={parts[2]}"));
    }

    /// <summary>The common workload with other keys.</summary>
    public static string Workload(string others) => Text($"{Common}; {others}");

    private static string KeyOf(string row) => row.Split('|')[0].Trim();

    /// <summary>A workload with one table of each kind, so that a reader asks for every key.</summary>
    public static string WithEveryTable { get; } = Text(
        $"{Common}; work.deferrable=false; allow.credible=true; fleet.spares=0; people.fte_per_model=0.25; class.name=\"a\"; plan.scale_up=9; forecast.low=0.5; horizon.months=36; growth.months=[6]; growth.demand=[0.5, 2]; growth.chances=[0.5, 0.5]; switch.cost=5; today.usd_per_month=5; quota.gpus=8; model.name=\"llama-3.3-70b\"; model.success_rate=0.9; routing.model=\"llama-3.1-8b\"; routing.share=0.5; api_limit.provider=\"openai\"; api_limit.requests_per_minute=9; overheads.logs=1; {Own}");

    private static string Text(string settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            values[setting[..at].Trim()] = setting[(at + 1)..].Trim();
        }

        return string.Concat(values.Where(pair => pair.Value != "-")
            .GroupBy(pair => pair.Key.Contains('.', StringComparison.Ordinal) ? pair.Key.Split('.')[0] : "")
            .OrderBy(table => table.Key.Length > 0)
            .Select(table => $"{Heading(table.Key)}{string.Concat(table.Select(pair => $"{pair.Key.Split('.')[^1]} = {pair.Value}\n"))}"));
    }

    private static string Heading(string table) => table switch
    {
        "" => "",
        "class" or "quota" or "owned" or "api_limit" or "model" => $"[[{table}]]\n",
        _ => $"[{table}]\n",
    };
}
