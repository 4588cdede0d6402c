namespace Mtok.App;

/// <summary>Whatever nobody expected: one line on stderr and an exit code of its own, never a stack trace unless asked for.</summary>
internal static class Fault
{
    private const string Trace = "MTOK_TRACE";

    /// <summary>Runs the program; what it throws is reported.</summary>
    public static async Task<int> Guard(Func<Task<int>> program)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, thrown) =>
        {
            if (thrown.ExceptionObject is Exception exception)
            {
                Environment.Exit(Tell(exception, Console.Error, IsTraced));
            }
        };
        try
        {
            return await program().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last handler there is: whatever comes is reported.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Tell(exception, Console.Error, IsTraced);
        }
    }

    private static bool IsTraced => Environment.GetEnvironmentVariable(Trace) is { Length: > 0 } and not "0";

    /// <summary>The exit code of an exception, reported in one line; with its stack where that is wanted.</summary>
    internal static int Tell(Exception exception, TextWriter errors, bool trace)
    {
        var cause = exception is AggregateException many ? many.Flatten().InnerExceptions[0] : exception;
        if (cause is OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }

        var message = string.Join(' ', cause.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        errors.WriteLine(
            $"mtok: a fault of this program: {cause.GetType().Name}: {message} None of your input is to blame: please report it, with the command"
                + $"{(trace ? "." : $" and what {Trace}=1 prints.")}");
        if (trace)
        {
            errors.WriteLine(exception);
        }

        return ExitCode.Fault;
    }
}
