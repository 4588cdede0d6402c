using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mtok.App;

/// <summary>
/// A workload as it is typed: a file, or options that stand for its keys, or a file with options that replace some of its keys. What
/// the options give is read and checked by the reader of files.
/// </summary>
internal sealed class WorkloadOptions
{
    private static readonly string[] Service = ["service_level"];

    private readonly Option<string[]> _models = List("--model", "MODEL,...", "The acceptable models", "-m");
    private readonly Option<string?> _rate = Text<RequestsPerSecond>("--rps", "Mean requests per second");
    private readonly Option<string?> _peak = Text<RequestsPerSecond>("--peak-rps", "Requests per second in the busiest hour, with --shape");
    private readonly Option<string?> _perDay = Text<Ratio>("--requests-per-day", "Requests per day", "N");
    private readonly Option<string?> _tokensPerMonth = Text<Tokens>("--tokens-per-month", "Input and output tokens per month of 730 h");
    private readonly Option<string?> _shape = Word("--shape", "steady|business-hours|spiky|FILE.csv", "Demand over the day [default: steady]");
    private readonly Option<string?> _peakRatio = Text<Ratio>("--peak-ratio", "With --shape spiky: busiest hour / mean hour", "N");
    private readonly Option<string?> _input = Text<Tokens>("--input-tokens", "Mean input tokens of a request");
    private readonly Option<string?> _output = Text<Tokens>("--output-tokens", "Mean output tokens of a request");
    private readonly Option<string?> _cached = Text<Ratio>("--cached", "Share of the input found in a prompt cache [default: 0%]", "%");
    private readonly Option<string?> _ttft = Latency("--ttft", "Limit on the time to first token (TTFT)", BareLatency.LargestTtft);
    private readonly Option<string?> _tpot = Latency("--tpot", "Limit on the time per output token (TPOT)", BareLatency.LargestTpot);
    private readonly Option<string[]> _allow = List("--allow", "NAME,...", "Only these sellers and API providers");
    private readonly Option<string[]> _kinds = List("--kinds", "KIND,...", $"Only these kinds of option: {string.Join(", ", Allowed.KindWords.Keys)}");
    private readonly Option<string[]> _regions = List(
        "--regions", "REGION,...", "Only these places: EU, countries, continents, or beginnings of region names such as us-");
    private readonly Option<string?> _commitment = Word("--longest-commitment", "none|1y|3y|5y", "Longest term of a commitment [default: 3y]");
    private readonly Func<CommandResult, string?> _file;

    private WorkloadOptions(Command command, Func<CommandResult, string?> file)
    {
        _file = file;
        Keys = KeysOf();
        foreach (var (option, _) in Keys)
        {
            command.Options.Add(option);
        }

        if (command is ExampleCommand { } named)
        {
            named.Faults = Faults;
        }
    }

    /// <summary>Every option with the key of a workload file that it stands for.</summary>
    public IReadOnlyList<(Option Option, IReadOnlyList<string> Path)> Keys { get; }

    /// <summary>The options of a command whose first argument may be a workload file.</summary>
    public static WorkloadOptions ByArgument(Command command)
    {
        var file = new Argument<string?>("workload")
        {
            Description = "The workload file, TOML; options below replace its keys, or stand for it where there is none",
            HelpName = "WORKLOAD.toml",
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Arguments.Add(file);
        var options = new WorkloadOptions(command, result => result.GetValue(file));
        command.Validators.Add(options.RequireWhole);
        return options;
    }

    /// <summary>The options of a command whose workload file is an option of its own.</summary>
    public static WorkloadOptions ByOption(Command command, Option<string?> file)
    {
        command.Options.Add(file);
        return new(command, result => result.GetValue(file));
    }

    /// <summary>The options of a command that takes no workload file.</summary>
    public static WorkloadOptions Alone(Command command) => new(command, _ => null);

    /// <summary>Whether there is a workload: a file, or any of the options.</summary>
    public bool IsGiven(CommandResult result) => _file(result) is not null || Keys.Any(key => IsGiven(result, key.Option));

    /// <summary>Reports what a workload without a file lacks.</summary>
    public void RequireWhole(CommandResult result) => Require(result, [_models, _input, _output]);

    /// <summary>Reports what the traffic of a workload without a file lacks.</summary>
    public void RequireTraffic(CommandResult result) => Require(result, [_input, _output]);

    private void Require(CommandResult result, IEnumerable<Option> needed)
    {
        if (_file(result) is not null)
        {
            return;
        }

        var lacks = needed.Where(option => !IsGiven(result, option)).Select(option => option.Name).ToList();
        if (!new[] { _rate, _peak, _perDay, _tokensPerMonth }.Any(option => IsGiven(result, option)) && !IsFile(result.GetValue(_shape)))
        {
            lacks.Add($"one of {_rate.Name}, {_peak.Name}, {_perDay.Name}, {_tokensPerMonth.Name}");
        }

        if (lacks.Count > 0)
        {
            result.AddError($"without a workload file (mtok init writes one), {string.Join(", ", lacks)} {(lacks.Count == 1 ? "is" : "are")} needed");
        }
    }

    /// <summary>The keys that the options give.</summary>
    public IReadOnlyList<GivenKey> Given(CommandResult result) =>
        [.. Keys.Where(key => IsGiven(result, key.Option)).SelectMany(key => Given(key.Option, key.Path, result))];

    /// <summary>The workload with the catalog, or null where either has errors.</summary>
    public Inputs? Load(ParseResult parsed, string? catalogFolder, Problems problems, DateOnly? asOf = null) =>
        CatalogReader.Load(catalogFolder, problems, asOf, today: Today.Date) is { } catalog
            && new WorkloadReader(catalog, problems).Read(_file(parsed.CommandResult), Given(parsed.CommandResult)) is { } workload
            ? new(workload, catalog)
            : null;

    /// <summary>
    /// The workload of a command to which its model or traffic means nothing: options need not give them. Null where there is no workload, or it has
    /// errors.
    /// </summary>
    public Workload? LoadPart(ParseResult parsed, Catalog catalog, Problems problems) => IsGiven(parsed.CommandResult)
        ? new WorkloadReader(catalog, problems) { FillsIn = true }.Read(_file(parsed.CommandResult), Given(parsed.CommandResult))
        : null;

    /// <summary>What is wrong with the workload of a line that has other faults: of the options that are sound, whatever else it lacks.</summary>
    private Problems Faults(ParseResult parsed)
    {
        var problems = new Problems();
        var result = parsed.CommandResult;
        var sound = Keys.Where(key =>
            IsGiven(result, key.Option) && !parsed.Errors.Any(error => IsOf(error.SymbolResult, result.GetResult(key.Option)!))).ToList();
        var folder = result.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == "--catalog");
        if ((sound.Count > 0 || _file(result) is not null)
            && CatalogReader.Load(folder is null ? null : result.GetValue(folder), problems, today: Today.Date) is { } catalog)
        {
            new WorkloadReader(catalog, problems) { FillsIn = true }.Read(_file(result), [.. sound.SelectMany(key => Given(key.Option, key.Path, result))]);
        }

        return problems;
    }

    private static bool IsOf(SymbolResult? at, OptionResult option) => at is not null && (at == option || IsOf(at.Parent, option));

    private IReadOnlyList<(Option, IReadOnlyList<string>)> KeysOf() =>
    [
        (_models, ["models"]),
        (_rate, ["traffic", "requests_per_second"]),
        (_peak, ["traffic", "peak_requests_per_second"]),
        (_perDay, ["traffic", "requests_per_day"]),
        (_tokensPerMonth, ["traffic", "tokens_per_month"]),
        (_shape, ["traffic", "shape"]),
        (_peakRatio, ["traffic", "peak_ratio"]),
        (_input, ["tokens", "input"]),
        (_output, ["tokens", "output"]),
        (_cached, ["tokens", "cached_share"]),
        (_ttft, [.. Service, "ttft"]),
        (_tpot, [.. Service, "tpot"]),
        (_allow, ["allow", "providers"]),
        (_kinds, ["allow", "kinds"]),
        (_regions, ["allow", "regions"]),
        (_commitment, ["allow", "longest_commitment"]),
    ];

    private static IEnumerable<GivenKey> Given(Option option, IReadOnlyList<string> path, CommandResult result)
    {
        if (option is Option<string[]> list)
        {
            return [new(path, result.GetValue(list) ?? [], option.Name)];
        }

        var text = result.GetValue((Option<string?>)option) ?? "";
        return Figure(text) is not null ? Parts(text).Select(part => new GivenKey([.. path, Figure(part) ?? ""], [Time(part)], option.Name))
            : IsFile(text) ? [new(path, [Path.GetFullPath(text)], option.Name)]
            : [new(path, [text], option.Name)];
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static bool IsFile(string? shape) => shape?.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The figure that a limit such as <c>p95=1s</c> is on; null where it names none.</summary>
    private static string? Figure(string text) =>
        LatencyFigures.Words.Keys.FirstOrDefault(figure => text.StartsWith(figure + "=", StringComparison.Ordinal));

    /// <summary>The limits of <c>mean=200ms,p95=1s</c>.</summary>
    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Time(string part) => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private static Option<string?> Word(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    private static Option<string?> Text<T>(string name, string description, string? helpName = null)
        where T : struct, IQuantity<T>
    {
        var option = Word(name, helpName ?? T.Unit, description);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !T.TryParse(token.Value, out _))
            {
                result.AddError($"{name}: \"{token.Value}\" is not {T.Expected}");
            }
        });
        return option;
    }

    private static Option<string?> Latency(string name, string description, Duration largestBare)
    {
        var option = Word(name, "TIME", $"{description} of a request, or of all: mean=TIME,p95=TIME");
        option.Validators.Add(result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "0";
            string[] parts = Figure(text) is null ? [text] : Parts(text);
            foreach (var part in parts)
            {
                if (WrongLatency(part, isFigure: Figure(text) is not null, largestBare) is { } wrong)
                {
                    result.AddError($"{name}: {wrong}");
                }
            }

            if (parts.GroupBy(Figure).FirstOrDefault(figures => figures.Skip(1).Any()) is { Key: { } twice })
            {
                result.AddError($"{name}: {twice} is given twice");
            }
        });
        return option;
    }

    private static string? WrongLatency(string part, bool isFigure, Duration largestBare)
    {
        var time = isFigure ? Time(part) : part;
        return isFigure && Figure(part) is null ? $"\"{part}\" must be one of {string.Join(", ", LatencyFigures.Words.Keys)} with a time: p95=1s"
            : BareLatency.Doubt(time, largestBare) is { } doubt ? $"{time} without a unit: {doubt}"
            : Duration.TryParse(time, out _) ? null
            : $"\"{time}\" is not {Duration.Expected}";
    }

    private static Option<string[]> List(string name, string helpName, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = Options.Listed,
    };
}
