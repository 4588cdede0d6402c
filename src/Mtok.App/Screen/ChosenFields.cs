using System.CommandLine;
using System.Text.Json.Nodes;
using Mtok.Reporting;

namespace Mtok.App;

/// <summary>The option <c>--fields</c>: of an answer as JSON, or of each part of a list, only what is named.</summary>
internal sealed class ChosenFields
{
    private readonly Option<string[]> _names = new("--fields")
    {
        Description = "With --format json: only these fields of the answer, or of each part of a list",
        HelpName = "NAME,...",
        CustomParser = result => result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    /// <param name="command">The command to give the option to.</param>
    public ChosenFields(Command command) => command.Options.Add(_names);

    /// <summary>The report with what was asked for; null with what is wrong on stderr.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="format">The format of the answer.</param>
    /// <param name="report">The whole report.</param>
    public Report? Of(ParseResult parsed, ReportFormat format, Report report)
    {
        if (parsed.GetValue(_names) is not { Length: > 0 } names)
        {
            return report;
        }

        if (format != ReportFormat.Json)
        {
            Console.Error.WriteLine("mtok: --fields chooses fields of JSON: give --format json");
            return null;
        }

        var known = Rows(report.Json).SelectMany(row => row.Select(field => field.Key)).Distinct().ToList();
        var unknown = names.Except(known).ToList();
        foreach (var name in unknown)
        {
            Console.Error.WriteLine($"mtok: --fields: the answer has no \"{name}\"{Spelling.DidYouMean(name, known)}; it has {string.Join(", ", known)}");
        }

        return unknown.Count > 0 ? null : report with { Data = new((report.Main, Chosen(report.Json, names))) };
    }

    private static JsonNode Chosen(JsonNode json, string[] names) => json is JsonArray list
        ? new JsonArray([.. list.Select(row => row is JsonObject fields ? Only(fields, names) : row?.DeepClone())])
        : Only(json.AsObject(), names);

    private static JsonNode Only(JsonObject fields, string[] names) =>
        new JsonObject(names.Where(fields.ContainsKey).Select(name => KeyValuePair.Create(name, fields[name]?.DeepClone())));

    private static IEnumerable<JsonObject> Rows(JsonNode json) => json is JsonArray list ? list.OfType<JsonObject>() : [json.AsObject()];
}
