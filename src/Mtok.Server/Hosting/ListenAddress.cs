using System.Net;
using System.Net.Sockets;

namespace Mtok.Server;

/// <summary>Where a server listens.</summary>
/// <param name="Address">The IP address.</param>
/// <param name="Port">The port; 0 for any that is free.</param>
internal sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>From <c>127.0.0.1:8421</c>, <c>[::1]:8421</c>, <c>localhost:8421</c> or <c>*:8421</c>; null where it is none of them.</summary>
    public static ListenAddress? Parse(string text)
    {
        var at = text.LastIndexOf(':');
        if (at <= 0 || !ushort.TryParse(text[(at + 1)..], out var port))
        {
            return null;
        }

        return text[..at] switch
        {
            "localhost" => new(IPAddress.Loopback, port),
            "*" => new(IPAddress.IPv6Any, port),
            ['[', .. var inner, ']'] when IPAddress.TryParse(inner, out var address) => new(address, port),
            var plain when !plain.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(plain, out var address) => new(address, port),
            _ => null,
        };
    }

    /// <summary>Why nobody can listen here now, in words: another does, or this user may not; null where one can.</summary>
    public string? Fault
    {
        get
        {
            using var socket = new Socket(Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(Address, Port));
                return null;
            }
            catch (SocketException exception)
            {
                return exception.Message;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
