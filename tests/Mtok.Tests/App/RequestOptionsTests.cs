using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using Mtok.App;
using Mtok.Planning;
using Mtok.Simulation;

namespace Mtok.Tests;

/// <summary>Every command line option stands for a property of a library's request and has its default from there.</summary>
public sealed partial class RequestOptionsTests
{
    /// <summary>Options, the request at its defaults, and the request bound from a command line that gives what is required.</summary>
    private static readonly Dictionary<string, (RequestOptions Options, object Default, Func<ParseResult, RequestProblems, object> Bind, string Required)> Known = new(StringComparer.Ordinal)
    {
        ["simulate"] = Pair(new SimulateOptions(), SimulationRequest.Default with { Model = "m", Accelerator = "a" }, (options, parsed, problems) => options.Bind(parsed, problems), "--model m --accelerator a"),
        ["capacity"] = Pair(new CapacityOptions(), CapacityRequest.Default with { Model = "m", Accelerator = "a" }, (options, parsed, _) => options.Bind(parsed.CommandResult), "--model m --accelerator a"),
        ["compare"] = Pair(new CompareOptions(), CompareRequest.Default with { Models = ["m"] }, (options, parsed, _) => options.Bind(parsed), "--model m"),
        ["decide"] = Pair(new DemandOptions(), DecideRequest.Default, (options, parsed, _) => options.Bind(parsed), ""),
        ["plan"] = Pair(new DemandOptions(), DecideRequest.Default with { Plans = true }, (options, parsed, _) => options.Bind(parsed, plans: true), ""),
        ["price"] = Pair(new PriceOptions(), PriceRequest.Default with { Rate = TokensPerSecond.FromPerSecond(9) }, (options, parsed, _) => options.Bind(parsed.CommandResult), "--tokens-per-second 9"),
        ["utilization"] = Pair(new UtilizationOptions(), UtilizationRequest.Default with { Price = UsdPerHour.FromDollars(4), Rate = TokensPerSecond.FromPerSecond(9) }, (options, parsed, _) => options.Bind(parsed), "--usd-per-hour 4 --tokens-per-second 9"),
        ["break-even"] = Pair(new BreakEvenOptions(), BreakEvenRequest.Default, (options, parsed, _) => options.Bind(parsed.CommandResult), ""),
    };

    /// <summary>Options of the host: the trace is opened before a request is made of it.</summary>
    private static readonly string[] OfHost = ["Trace", "SkipBad", "Columns"];

    /// <summary>Defaults that hang on what else is known, which help states in words or as they usually come out.</summary>
    private static readonly string[] Depending = [nameof(SimulationRequest.MemoryShare), nameof(CapacityRequest.Gpus), nameof(CompareRequest.Utilization)];


    public static TheoryData<string> Commands => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_is_named_like_a_property_of_the_request(string command)
    {
        var (options, request, _, _) = Known[command];
        Assert.NotEmpty(options.ByProperty);
        Assert.DoesNotContain(options.ByProperty.Keys.Except(OfHost), name => request.GetType().GetProperty(name) is null);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_shows_the_default_of_the_request(string command)
    {
        var (options, request, _, _) = Known[command];
        foreach (var (name, option) in options.ByProperty.Where(entry => !OfHost.Contains(entry.Key) && !entry.Value.Required))
        {
            var value = request.GetType().GetProperty(name)!.GetValue(request);
            var stated = option.HasDefaultValue && option.ValueType != typeof(bool) && option.ValueType != typeof(Ratio[]) ? option.GetDefaultValue()?.ToString() : Stated().Match(option.Description ?? "") is { Success: true } match ? match.Groups[1].Value : null;
            if (value is null)
            {
                Assert.True(stated is null || !char.IsAsciiDigit(stated[0]) || Depending.Contains(name), $"{command} {option.Name}: help says {stated}, the request has none");
            }
            else if (value is not (false or 0 or IReadOnlyList<string> or IReadOnlyList<MoreReplicas> or IReadOnlyList<PromisedClass>))
            {
                Assert.True(stated is not null && Reads(stated, value), $"{command} {option.Name}: help says {stated}, the request {value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_line_that_gives_only_what_is_required_binds_the_defaults(string command)
    {
        var (options, request, bind, required) = Known[command];
        var parser = new Command(command);
        options.AddTo(parser);
        var problems = new Problems();
        var bound = bind(parser.Parse(required), options.Naming(problems));
        Assert.Empty(problems.All);
        foreach (var property in request.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            Assert.Equal(property.GetValue(request), property.GetValue(bound));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_problem_of_the_library_is_reported_at_the_option(string command)
    {
        var options = Known[command].Options;
        var problems = new Problems();
        var naming = options.Naming(problems);
        options.ByProperty.Keys.ToList().ForEach(name => naming.Error(name, "wrong"));
        Assert.Equal(options.ByProperty.Values.Select(option => option.Name).Order(StringComparer.Ordinal), problems.All.Select(problem => problem.Where.ToString()));
    }

    private static (RequestOptions, object, Func<ParseResult, RequestProblems, object>, string) Pair<TOptions>(TOptions options, object request, Func<TOptions, ParseResult, RequestProblems, object> bind, string required)
        where TOptions : RequestOptions =>
        (options, request, (parsed, problems) => bind(options, parsed, problems), required);

    /// <summary>Whether a text that help shows means the value, whatever stands behind a comma.</summary>
    private static bool Reads(string stated, object value) => value switch
    {
        bool on => stated == (on ? "on" : "off"),
        int number => stated.Split(',')[0] == $"{number}",
        Router router => SimulationRequest.RouterWords[stated] == router,
        Pricing pricing => Offer.PricingWords[stated] == pricing,
        Duration time => (Duration.TryParse(stated.Split(',')[0], out var read) && read == time) || stated == $"{time.Hours}",
        Ratio share => Ratio.TryParse(stated.Split(',')[0], out var read) && read == share,
        Tokens tokens => Tokens.TryParse(stated, out var read) && read == tokens,
        BytesPerSecond bandwidth => stated == $"{bandwidth.Gigabytes}",
        IReadOnlyList<Ratio> shares => stated.Split(',').Select(text => Ratio.TryParse(text, out var read) ? read : default).SequenceEqual(shares),
        _ => false,
    };

    [GeneratedRegex(@"\[default: ([^\]]*)\]")]
    private static partial Regex Stated();
}
