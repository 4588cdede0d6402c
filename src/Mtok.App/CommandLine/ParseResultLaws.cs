using System.CommandLine;
using System.CommandLine.Parsing;

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

    /// <summary>Whether the option says on, or the default where it was not given.</summary>
    public static bool IsOn(this ParseResult parsed, Option<OnOff> option, bool otherwise) =>
        parsed.GivenOr(option, otherwise ? OnOff.On : OnOff.Off) == OnOff.On;

    /// <summary>
    /// The option's value while a command line is checked as a whole; the default where what is given cannot be read, which is stated
    /// by the option itself.
    /// </summary>
    public static T? Read<T>(this CommandResult command, Option<T> option)
    {
        try
        {
            return command.GetValue(option);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>The same of an option that may not be given: null where it is not, and zero where what is given cannot be read.</summary>
    public static T? ReadGiven<T>(this CommandResult command, Option<T> option)
        where T : struct =>
        command.GetResult(option) is { Implicit: false } ? command.Read(option) : null;

    /// <summary>The same of a whole number.</summary>
    public static int? ReadGiven(this CommandResult command, Option<int?> option) =>
        command.GetResult(option) is { Implicit: false } ? command.Read(option) ?? 0 : null;
}
