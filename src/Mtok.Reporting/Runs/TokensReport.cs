using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Traces;

namespace Mtok.Reporting;

/// <summary>Reports how many tokens a text is.</summary>
public static class TokensReport
{
    /// <summary>A line for each tokenizer.</summary>
    public static Report Of(TextCount count)
    {
        var first = count.Counts[0];
        var table = new Table(
            string.Create(CultureInfo.InvariantCulture, $"{count.Characters:#,0} characters"),
            [new("Tokenizer"), new("Tokens", Numbers: true), new("Characters a token", Numbers: true), new("tokenizer_ratio", Numbers: true)],
            [.. count.Counts.Select(each => new[]
            {
                each.Tokenizer, each.Tokens.Count.Shown("#,0"),
                (count.Characters / each.Tokens.Count).Shown("0.00"),
                each.Ratio.Value.Shown("0.000"),
            })]);
        var note = count.Counts.Count > 1
            ? $"tokenizer_ratio: tokens / those of {first.Tokenizer}, for [[model]] where the workload counts in tokens of {first.Tokenizer}"
            : "";
        return new(
            "Tokens of a text",
            [new Block.Rows(table), .. note.Length > 0 ? [new Block.Line(note)] : Array.Empty<Block>()],
            table,
            new JsonObject
            {
                ["characters"] = count.Characters,
                ["counts"] = new JsonArray([.. count.Counts.Select(each => new JsonObject
                {
                    ["tokenizer"] = each.Tokenizer,
                    ["tokens"] = JsonFigures.Of(each.Tokens.Count),
                    ["tokenizer_ratio"] = JsonFigures.Of(each.Ratio.Value),
                })]),
            });
    }
}
