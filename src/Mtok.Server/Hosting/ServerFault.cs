namespace Mtok.Server;

/// <summary>Something that keeps a server from starting, in one line.</summary>
internal sealed class ServerFaultException(string message) : Exception(message)
{
    public ServerFaultException()
        : this("the server cannot start")
    {
    }

    /// <summary>All that is wrong with what a server reads, a line each.</summary>
    public static ServerFaultException Of(Problems problems) =>
        new(string.Join('\n', problems.All.Where(problem => problem.Severity == Severity.Error)));

    public ServerFaultException(string message, Exception inner)
        : this($"{message}: {inner.Message}")
    {
    }
}
