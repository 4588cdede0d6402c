using System.Diagnostics;

namespace Mtok.App;

/// <summary>Shows on a terminal what is longer than it: by the program of MTOK_PAGER, else of PAGER, else by less where there is one.</summary>
internal static class Pager
{
    private const string Less = "less";

    /// <summary>Whether the user asked for none.</summary>
    public static bool IsOff { get; set; }

    /// <summary>Whether one is being looked at: Ctrl-C is then for it.</summary>
    public static bool IsOpen { get; private set; }

    /// <summary>Shows a text, in a pager where it is longer than the terminal.</summary>
    public static void Show(string text)
    {
        if (IsOff || Console.IsOutputRedirected || text.AsSpan().Count('\n') < Console.WindowHeight || Wanted() is not { } pager || !TryOpen(pager, text))
        {
            Console.Out.Write(text);
        }
    }

    /// <summary>The command line of the pager; null where there is none, or an empty one, or cat.</summary>
    private static string? Wanted()
    {
        var named = Environment.GetEnvironmentVariable("MTOK_PAGER") ?? Environment.GetEnvironmentVariable("PAGER");
        var pager = named?.Trim() ?? (HasLess() ? Less : "");
        return pager is "" or "cat" || OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" ? null : pager;
    }

    private static bool HasLess() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, Less)));

    private static bool TryOpen(string pager, string text)
    {
        // As its user typed it, options and all; what less and more are asked for where their users ask for nothing.
        var start = new ProcessStartInfo("/bin/sh", ["-c", pager]) { RedirectStandardInput = true };
        start.Environment.TryAdd("LESS", "FRX");
        IsOpen = true;
        try
        {
            using var process = Process.Start(start);
            Feed(process!, text);
            process!.WaitForExit();
            return process.ExitCode != NotFound;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
        finally
        {
            IsOpen = false;
        }
    }

    /// <summary>What a shell answers where it does not know the command.</summary>
    private const int NotFound = 127;

    private static void Feed(Process process, string text)
    {
        try
        {
            process.StandardInput.Write(text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Whoever has seen enough leaves before the end.
        }
    }
}
