using System.Runtime.InteropServices;

namespace Mtok.App;

/// <summary>
/// Ctrl-C, and being asked to end or left without a terminal: the process ends as by the signal itself (130 for the shell after Ctrl-C), at once,
/// whatever it is doing; before that, files that were begun are removed and an answer that is being printed is finished. Only where a pager shows the
/// answer, Ctrl-C is for the pager.
/// </summary>
internal static class Interruption
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
    private static readonly Lock Printing = new();

    /// <summary>A terminal takes any answer in this time; a reader that does not read is not waited for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static Func<string>? _lastWords;

    /// <summary>Says on stderr what was done and what was not, should Ctrl-C come until it is disposed of.</summary>
    public static IDisposable Say(Func<string> words)
    {
        _lastWords = words;
        return new Said();
    }

    /// <summary>Watches for Ctrl-C from now on.</summary>
    public static IDisposable Watch() => new Watched([.. Signals.Select(signal => PosixSignalRegistration.Create(signal, End))]);

    private static void End(PosixSignalContext received)
    {
        if (Pager.IsOpen && received.Signal == PosixSignal.SIGINT)
        {
            received.Cancel = true;
            return;
        }

        WholeFiles.Abandon();
        Printing.TryEnter(Patience);
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\e[K");
        }

        if (_lastWords is { } words)
        {
            Console.Error.WriteLine($"mtok: interrupted; {words()}");
        }
    }

    private sealed class Said : IDisposable
    {
        public void Dispose() => _lastWords = null;
    }

    private sealed class Watched(IReadOnlyList<PosixSignalRegistration> signals) : IDisposable
    {
        public void Dispose() => signals.ToList().ForEach(signal => signal.Dispose());
    }

    /// <summary>Prints an answer that Ctrl-C does not cut.</summary>
    public static void Print(Action print)
    {
        lock (Printing)
        {
            print();
        }
    }
}
