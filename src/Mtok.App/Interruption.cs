using System.Runtime.InteropServices;

namespace Mtok.App;

/// <summary>
/// Ctrl-C: the process ends as by the signal itself (130 for the shell), at once, whatever it is doing; before that, files that were begun are
/// removed and an answer that is being printed is finished.
/// </summary>
internal static class Interruption
{
    private static readonly Lock Printing = new();

    /// <summary>A terminal takes any answer in this time; a reader that does not read is not waited for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Watches for Ctrl-C from now on.</summary>
    public static IDisposable Watch() => PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
    {
        WholeFiles.Abandon();
        Printing.TryEnter(Patience);
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\e[K");
        }
    });

    /// <summary>Prints an answer that Ctrl-C does not cut.</summary>
    public static void Print(Action print)
    {
        lock (Printing)
        {
            print();
        }
    }
}
