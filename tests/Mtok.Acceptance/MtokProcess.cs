using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mtok.Acceptance;

/// <summary>What a run of the program left behind.</summary>
internal sealed record MtokRun(int ExitCode, string Out, string Error)
{
    /// <summary>The lines of stdout, without the last line break.</summary>
    public string[] OutLines => Out.TrimEnd('\n').Split('\n');

    /// <summary>The lines of stderr that tell an error with its rule.</summary>
    public string[] Errors => [.. Error.Split('\n').Where(line => line.Contains(": error: ", StringComparison.Ordinal))];
}

/// <summary>Runs the executable as users do: a process of its own, in a folder, with nothing on stdin.</summary>
internal static class MtokProcess
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>
    /// The program as a command: that of <c>MTOK_PROGRAM</c>, such as a release's, else what the script builds where sources are newer, so that no test
    /// ever looks at yesterday's program; once, before the first run.
    /// </summary>
    private static readonly Lazy<string[]> Program = new(() =>
    {
        if (Environment.GetEnvironmentVariable("MTOK_PROGRAM") is { Length: > 0 } program)
        {
            return [program];
        }

        var built = Start(Path.Combine(Root, "mtok"), Root, ["--version"]);
        Assert.True(built.ExitCode == 0, built.Error);
        return ["dotnet", Path.Combine(Root, "artifacts", "run", "app", "Mtok.App.dll")];
    });

    /// <summary>Runs the program.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables to set, or to remove where null.</param>
    public static MtokRun Run(string folder, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        Start(Program.Value[0], folder, [.. Program.Value[1..], .. arguments], environment);

    /// <summary>Runs the program and kills it, as kill -9 does, once a time has passed; it may have ended by then.</summary>
    public static void Kill(string folder, TimeSpan after, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(Program.Value[0], folder, [.. Program.Value[1..], .. arguments]))!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(after))
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
    }

    /// <summary>Runs the program as from a terminal and presses Ctrl-C once a time has passed.</summary>
    /// <returns>What it left behind, and the time from Ctrl-C to its end.</returns>
    public static (MtokRun Run, TimeSpan Took) Interrupt(string folder, TimeSpan after, params string[] arguments)
    {
        using var process = Process.Start(StartInfo("env", folder, ["--default-signal=INT", .. Program.Value, .. arguments]))!;
        process.StandardInput.Close();
        var (text, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.False(process.WaitForExit(after), "it ended before it could be interrupted");
        var watch = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        process.WaitForExit();
        return (new(process.ExitCode, text.GetAwaiter().GetResult(), error.GetAwaiter().GetResult()), watch.Elapsed);
    }

    /// <summary>The program as a command, for those that run it by another one.</summary>
    public static IReadOnlyList<string> Command => Program.Value;

    /// <summary>The same for a shell.</summary>
    public static string ShellCommand => string.Join(' ', Program.Value.Select(word => $"'{word}'"));

    /// <summary>Runs any program.</summary>
    public static MtokRun Start(string program, string folder, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        var start = StartInfo(program, folder, arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        var errorText = error.GetAwaiter().GetResult();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end within five minutes");
        }

        return new(process.ExitCode, text, errorText);
    }

    private static ProcessStartInfo StartInfo(string program, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("COLUMNS");
        start.Environment["SOURCE_DATE_EPOCH"] = "1795737600"; // 2026-11-27: answers that tell the age of prices stay the same.
        return start;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
