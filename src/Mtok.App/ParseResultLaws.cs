using System.CommandLine;

namespace Mtok.App;

/// <summary>Reading optional quantities.</summary>
internal static class ParseResultLaws
{
    /// <summary>The option's value, or another where it was not given.</summary>
    public static T GivenOr<T>(this ParseResult parsed, Option<T> option, T otherwise) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : otherwise;

    /// <summary>The option's value, or null where it was not given.</summary>
    public static T? GivenOrNull<T>(this ParseResult parsed, Option<T> option)
        where T : struct =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;
}
