using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Mtok.App;

/// <summary>Options that take quantities, the catalog and token mixes.</summary>
internal static class Options
{
    /// <summary>An option that takes a quantity, with or without its unit.</summary>
    public static Option<T> Quantity<T>(string name, string description, Limits<T> limits)
        where T : struct, IQuantity<T> =>
        new(name)
        {
            Description = description,
            HelpName = T.Unit,
            CustomParser = result => Parse(result, name, result.Tokens[0].Value, limits),
        };

    /// <summary>The same with the value it has where it is not given, which help shows.</summary>
    public static Option<T> Quantity<T>(string name, string description, Limits<T> limits, T otherwise, string remark = "")
        where T : struct, IQuantity<T> =>
        Quantity(name, $"{description} {Default(limits.Show(otherwise), remark)}", limits);

    /// <summary>An option that takes a latency; a number without a unit that may mean milliseconds is asked back.</summary>
    public static Option<Duration> Latency(string name, string description, Limits<Duration> limits, Duration largestBare) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (BareLatency.Doubt(text, largestBare) is not { } doubt)
            {
                return Parse(result, name, text, limits);
            }

            result.AddError($"{name}: {text} without a unit: {doubt}");
            return default;
        },
    };

    /// <summary>An option that takes a utilisation: <c>0.8</c>, <c>80%</c>, or <c>80</c>, which can only mean per cent.</summary>
    public static Option<Ratio> Utilization(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "%",
            CustomParser = result => ParseUtilization(result, name, result.Tokens[0].Value),
        };

    /// <summary>An option that takes several utilisations, apart or with commas or slashes between.</summary>
    public static Option<Ratio[]> Utilizations(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "%,...",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens
                .SelectMany(token => token.Value.Split([',', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Select(text => ParseUtilization(result, name, text))],
        };

    /// <summary>An option that takes one or more names; what begins like an option is an unknown option, not a name.</summary>
    public static Option<string[]> Names(string name, string description, string helpName, bool required = false, params string[] aliases)
    {
        var option = new Option<string[]>(name, aliases)
        {
            Description = description,
            Required = required,
            AllowMultipleArgumentsPerToken = true,
            HelpName = helpName,
            CustomParser = Listed,
        };
        option.Validators.Add(result => result.Tokens.Select(token => token.Value).Where(value => value.StartsWith('-')).ToList().ForEach(value =>
            result.AddError($"unknown command or option \"{value}\"")));
        return option;
    }

    /// <summary>Reads names, each on its own or several between commas.</summary>
    public static string[] Listed(ArgumentResult result) => [.. result.Tokens
        .SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>Reads one of an enumeration's words, in any case.</summary>
    public static T Word<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        var words = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        if (words.Contains(text.ToLowerInvariant()))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        var name = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        result.AddError($"{name}: \"{text}\" must be one of {string.Join(", ", words)}{Spelling.DidYouMean(text, words)}");
        return default;
    }

    public static Option<string?> CatalogFolder() => new("--catalog")
    {
        Description = "A folder of your own catalog rows, which override the built-in ones, or one TOML file of your own prices, discounts and machines",
        HelpName = "DIR|FILE",
    };

    /// <summary>An option that asks for prices as they were known on a day.</summary>
    public static Option<DateOnly?> AsOfDay() => new("--as-of")
    {
        Description = "Use the prices known on this day; newer prices, rates and discounts are ignored, undated ones are used",
        HelpName = "DATE",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"--as-of: \"{result.Tokens[0].Value}\" must be a day such as 2026-05-20");
            return null;
        },
    };

    /// <summary>An option that says of when figures are.</summary>
    public static Option<AsOf?> Dated(string description) => new("--as-of")
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result =>
        {
            if (AsOf.TryParse(result.Tokens[0].Value, out var asOf))
            {
                return asOf;
            }

            result.AddError($"--as-of: \"{result.Tokens[0].Value}\" must be a date such as 2026-05-20, a month, a year, or undated");
            return null;
        },
    };

    /// <summary>An option that takes a whole number.</summary>
    public static Option<long> Whole(string name, string description, long otherwise, long least) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            if (!long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < least)
            {
                result.AddError($"{name}: \"{result.Tokens[0].Value}\" is not a whole number of {least} or more");
            }

            return number;
        },
    };

    /// <summary>An option that takes a whole number within limits, and has none where it is not given.</summary>
    public static Option<int?> Number(string name, string description, Limits<int> limits) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => ReadNumber(result, name, limits),
    };

    /// <summary>The same with a value where it is not given, which help shows unless it is zero or the description shows it.</summary>
    public static Option<int> Number(string name, string description, Limits<int> limits, int otherwise)
    {
        var shows = otherwise != 0 && !description.Contains("[default", StringComparison.Ordinal);
        return new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = shows ? _ => otherwise : null,
            CustomParser = result => ReadNumber(result, name, limits) ?? otherwise,
        };
    }

    /// <summary>An option that takes one of a library's words.</summary>
    public static Option<T> Word<T>(string name, string description, IReadOnlyDictionary<string, T> words, T otherwise) => new(name)
    {
        Description = $"{description} {Default(words.First(word => Equals(word.Value, otherwise)).Key)}",
        HelpName = string.Join('|', words.Keys),
        CustomParser = result =>
        {
            if (!words.TryGetValue(result.Tokens[0].Value, out var value))
            {
                result.AddError(
                    $"{name}: \"{result.Tokens[0].Value}\" must be one "
                        + $"of {string.Join(", ", words.Keys)}{Spelling.DidYouMean(result.Tokens[0].Value, words.Keys)}");
            }

            return value!;
        },
    };

    /// <summary>An option that is on or off.</summary>
    public static Option<OnOff> Switch(string name, string description, bool otherwise) => new(name)
    {
        Description = $"{description} {Default(otherwise ? "on" : "off")}",
        HelpName = "on|off",
        CustomParser = Word<OnOff>,
    };

    public static Option<string?> Precision() => new("--precision")
    {
        Description = $"{string.Join(", ", Mtok.Precision.Bits.Keys)} [default: fp8 where the device has it, else bf16]",
        HelpName = "NAME",
    };

    public static Option<string?> KvPrecision() => new("--kv-precision")
    {
        Description = $"Precision of the KV cache: {string.Join(", ", Mtok.Precision.OfKvCache)} [default: the engine's]",
        HelpName = "NAME",
    };

    public static Option<string?> Engine() => new("--engine")
    {
        Description = "vLLM, TensorRT-LLM, SGLang ... [default: the best calibrated]",
        HelpName = "NAME",
    };

    /// <summary>The option, without which there is no request.</summary>
    public static Option<T> Required<T>(Option<T> option)
    {
        option.Required = true;
        return option;
    }

    /// <summary>A time as it is typed: <c>1h</c>, <c>10s</c>.</summary>
    public static string Short(Duration time) =>
        time.Hours >= 1 && double.IsInteger(time.Hours)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Hours}h")
            : time.ToString().Replace(" ", "", StringComparison.Ordinal);

    /// <summary>How help shows a request's default.</summary>
    public static string Default<T>(T value, string remark = "") => string.Create(CultureInfo.InvariantCulture, $"[default: {value}{remark}]");

    public static Option<int> Show(int otherwise) => new("--show")
    {
        Description = "Number of table rows to show",
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) || rows < 1)
            {
                result.AddError($"--show: \"{result.Tokens[0].Value}\" is not a whole number of 1 or more");
            }

            return rows;
        },
    };

    private static int? ReadNumber(ArgumentResult result, string name, Limits<int> limits)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && limits.Hold(value))
        {
            return value;
        }

        result.AddError($"{name}: \"{result.Tokens[0].Value}\" is not a whole number of {limits.Low} to {limits.High}");
        return null;
    }

    private static Ratio ParseUtilization(ArgumentResult result, string name, string text) =>
        Parse(result, name, int.TryParse(text, out var percent) && percent > 1 ? text + "%" : text, RequestRanges.Utilization, text);

    private static T Parse<T>(ArgumentResult result, string name, string text, Limits<T> limits, string? typed = null)
        where T : struct, IQuantity<T>
    {
        var isNumber = T.TryParse(text, out var value);
        if (!isNumber && !HugeNumber.Is(text))
        {
            result.AddError($"{name}: \"{text}\" is not {T.Expected}");
        }
        else if (!isNumber || !limits.Hold(value))
        {
            result.AddError($"{name}: {typed ?? text} is out of range; it must be {limits}");
        }

        return value;
    }
}
