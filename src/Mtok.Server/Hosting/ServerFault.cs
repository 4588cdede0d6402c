namespace Mtok.Server;

/// <summary>Something that keeps a server from starting, in one line.</summary>
internal sealed class ServerFaultException(string message) : Exception(message)
{
    public ServerFaultException()
        : this("the server cannot start")
    {
    }

    public ServerFaultException(string message, Exception inner)
        : this($"{message}: {inner.Message}")
    {
    }
}
