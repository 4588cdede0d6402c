using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using Mtok.App;
using Mtok.Simulation;

namespace Mtok.Tests;

/// <summary>Every command line option stands for a property of a library's request and has its default from there.</summary>
public sealed partial class RequestOptionsTests
{
    /// <summary>Options, the request at its defaults, and the request bound from a command line that gives what is required.</summary>
    private static readonly Dictionary<string, (RequestOptions Options, object Default, Func<ParseResult, RequestProblems, object> Bind, string Required)> Known = new(StringComparer.Ordinal)
    {
        ["simulate"] = Pair(new SimulateOptions(), SimulationRequest.Default with { Model = "m", Accelerator = "a" }, (options, parsed, problems) => options.Bind(parsed, problems), "--model m --accelerator a"),
    };

    public static TheoryData<string> Commands => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_is_named_like_a_property_of_the_request(string command)
    {
        var (options, request, _, _) = Known[command];
        Assert.NotEmpty(options.ByProperty);
        Assert.Empty(options.ByProperty.Keys.Where(name => request.GetType().GetProperty(name) is null));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_shows_the_default_of_the_request(string command)
    {
        var (options, request, _, _) = Known[command];
        foreach (var (name, option) in options.ByProperty)
        {
            var value = request.GetType().GetProperty(name)!.GetValue(request);
            var stated = option.HasDefaultValue && option.ValueType != typeof(bool) ? TextOf(option.GetDefaultValue()) : Stated().Match(option.Description ?? "") is { Success: true } match ? match.Groups[1].Value : null;
            if (value is null or "" || option.Required)
            {
                Assert.True(stated is null || !char.IsAsciiDigit(stated[0]) || name == nameof(SimulationRequest.MemoryShare), $"{command} {option.Name}: help says {stated}, the request has none");
            }
            else if (value is not (false or 0 or string or System.Collections.IEnumerable))
            {
                Assert.True(stated is not null && (stated == TextOf(value) || stated.StartsWith(TextOf(value) + ",", StringComparison.Ordinal) || TextOf(value).StartsWith(stated + " ", StringComparison.Ordinal)), $"{command} {option.Name}: help says {stated}, the request {TextOf(value)}");
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

    private static string TextOf(object? value) => value switch
    {
        true => "on",
        Router router => SimulationRequest.RouterWords.First(word => word.Value == router).Key,
        Pricing pricing => Offer.PricingWords.First(word => word.Value == pricing).Key,
        Ratio { Value: 1 } => "1",
        _ => value?.ToString() ?? "",
    };

    [GeneratedRegex(@"\[default: ([^\]]*)\]")]
    private static partial Regex Stated();
}
