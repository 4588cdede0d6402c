namespace Mtok.App;

/// <summary>
/// Names that options had until 0.2, for one more release: <c>--input</c> is <c>--input-tokens</c>, and <c>--output</c> with a number
/// <c>--output-tokens</c>; with anything else it is a file, as everywhere.
/// </summary>
internal static class OldNames
{
    private static readonly string[][] TakeInput = [["compare"], ["capacity"], ["import", "benchmark"]];
    private static readonly string[][] TakeOutput = [["compare"], ["capacity"]];

    /// <summary>The command line with today's names.</summary>
    public static string[] Renamed(IReadOnlyList<string> arguments)
    {
        var renamed = arguments.ToArray();
        for (var at = 0; at < renamed.Length; at++)
        {
            var (name, value) = Split(renamed[at], renamed.ElementAtOrDefault(at + 1));
            renamed[at] = name switch
            {
                "--input" when Is(arguments, TakeInput) => "--input-tokens" + renamed[at][name.Length..],
                "--output" or "-o" when Is(arguments, TakeOutput) && Tokens.TryParse(value, out _) =>
                    "--output-tokens" + renamed[at][name.Length..],
                _ => renamed[at],
            };
        }

        return renamed;
    }

    private static bool Is(IReadOnlyList<string> arguments, string[][] commands) => commands.Any(command => arguments.Take(command.Length).SequenceEqual(command));

    private static (string Name, string? Value) Split(string argument, string? next)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, next) : (argument[..equals], argument[(equals + 1)..]);
    }
}
