using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>Answers as HTTP has them: a report in the format asked for, or what is wrong with the request, all of it at once.</summary>
internal static class Answer
{
    private const int Width = 120;

    private static readonly Dictionary<string, (ReportFormat Format, string Type)> Formats = new(StringComparer.Ordinal)
    {
        ["json"] = (ReportFormat.Json, MediaTypeNames.Application.Json),
        ["csv"] = (ReportFormat.Csv, "text/csv"),
        ["markdown"] = (ReportFormat.Markdown, "text/markdown"),
        ["text"] = (ReportFormat.Table, MediaTypeNames.Text.Plain),
    };

    /// <summary>A report: the same bytes as the command line prints for <c>--format json</c>, or another format that is asked for.</summary>
    public static ContentHttpResult Of(Report report, string? format = null)
    {
        var (written, type) = Formats.GetValueOrDefault(format ?? "json", Formats["json"]);
        return TypedResults.Text(ReportText.Write(report, written, Width), type, Encoding.UTF8);
    }

    /// <summary>
    /// A report with an entity tag of its bytes: nothing is sent to a caller that has them already, as of hours that are closed.
    /// </summary>
    public static IResult Tagged(HttpContext context, Report report, string? format)
    {
        var answer = Of(report, format);
        var tag = $"\"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(answer.ResponseContent!)))[..16]}\"";
        return Unchanged(context, tag) ?? answer;
    }

    /// <summary>The answer to a caller that has what a tag is of; sets the tag for all others, and null then.</summary>
    public static IResult? Unchanged(HttpContext context, string tag)
    {
        context.Response.Headers[HeaderNames.ETag] = tag;
        context.Response.Headers[HeaderNames.CacheControl] = "no-cache";
        return context.Request.Headers.IfNoneMatch.Any(known => known is "*" || known?.Contains(tag, StringComparison.Ordinal) == true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : null;
    }

    /// <summary>A report in a format; what is wrong where that is none.</summary>
    public static IResult Formatted(Report report, string? format)
    {
        var problems = new Problems();
        Check(format, problems);
        return problems.HasErrors ? Refuse(problems) : Of(report, format);
    }

    /// <summary>Whether a format is one of those that answers come in; reported where it is not.</summary>
    public static void Check(string? format, Problems problems)
    {
        if (format is not null && !Formats.ContainsKey(format))
        {
            problems.Error(new("format", 0, 0), "bad-value", $"\"{format}\" must be {string.Join(", ", Formats.Keys)}");
        }
    }

    /// <summary>Why there is no answer: each problem with its place, rule and message.</summary>
    public static ProblemHttpResult Refuse(Problems problems, int status = StatusCodes.Status400BadRequest)
    {
        var errors = problems.All.Where(problem => problem.Severity == Severity.Error).ToList();
        return TypedResults.Problem(
            string.Join('\n', errors.Select(problem => problem.ToString())),
            statusCode: status,
            title: errors.Count == 1 ? "There is an error in the request." : $"There are {errors.Count} errors in the request.",
            extensions: [KeyValuePair.Create("problems", (object?)errors.Select(Written).ToList())]);
    }

    /// <summary>Why there is no answer, in one sentence.</summary>
    public static ProblemHttpResult Refuse(int status, string why) => TypedResults.Problem(why, statusCode: status);

    private static WrittenProblem Written(Problem problem) =>
        new(problem.Where.File, problem.Where.Line, problem.Where.Column, problem.Rule, problem.Message);
}

/// <summary>A problem as an answer has it.</summary>
/// <param name="Where">The file, key or parameter.</param>
/// <param name="Line">Its line; 0 where there is none.</param>
/// <param name="Column">Its column; 0 where there is none.</param>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record WrittenProblem(string Where, int Line, int Column, string Rule, string Message);
