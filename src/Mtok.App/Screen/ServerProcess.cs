using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Mtok.Server;

namespace Mtok.App;

/// <summary>
/// Runs the server in a process of its own, which keeps this program small: it is given its settings on standard input, and stops when that ends,
/// so that it never outlives this process, whatever ends it.
/// </summary>
internal static class ServerProcess
{
    private const string Assembly = "Mtok.Server.dll";

    /// <summary>Runs the server until it ends, or this process is asked to.</summary>
    /// <returns>The server's exit code.</returns>
    public static async Task<int> Run(ServerSettings settings, CancellationToken cancel)
    {
        if (Find() is not { } server)
        {
            await Console.Error.WriteLineAsync($"mtok: error: the server ({Assembly}) lies neither beside this program nor in a folder \"server\" near it")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var start = server.EndsWith(".dll", StringComparison.Ordinal) ? new ProcessStartInfo("dotnet", [server]) : new ProcessStartInfo(server);
        start.RedirectStandardInput = true;
        using var process = Started(start);
        if (process is null)
        {
            await Console.Error.WriteLineAsync(
                $"mtok: error: the server ({server}) cannot be started; it needs the ASP.NET Core 10 runtime, with dotnet on the PATH").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        await Hand(settings, process.StandardInput, cancel).ConfigureAwait(false);
        using var ended = Watch(PosixSignal.SIGTERM, process);
        using var hungUp = Watch(PosixSignal.SIGHUP, process);
        using var interrupted = Watch(PosixSignal.SIGINT, process);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return process.ExitCode;
    }

    private static Process? Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Where the server lies: beside the program, in a folder of its own below it, or, in a checkout, beside the program's folder.</summary>
    private static string? Find()
    {
        var home = AppContext.BaseDirectory;
        string[] folders = [Path.Combine(home, "server"), Path.Combine(home, "..", "server"), home];
        return folders.SelectMany(folder => new[] { Path.Combine(folder, "Mtok.Server"), Path.Combine(folder, Assembly) })
            .Where(path => path.EndsWith(".dll", StringComparison.Ordinal) || !File.Exists(path + ".dll"))
            .FirstOrDefault(File.Exists);
    }

    private static async Task Hand(ServerSettings settings, StreamWriter input, CancellationToken cancel)
    {
        try
        {
            await input.WriteLineAsync(settings.Write()).ConfigureAwait(false);
            await input.FlushAsync(cancel).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended before it read them, and has said why.
        }
    }

    private static PosixSignalRegistration Watch(PosixSignal signal, Process process) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was asked before, or has ended: signals come twice, to this process and to its group.
        }
    });
}
