using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mtok.Tests;

/// <summary>A server on this machine that answers with the very bytes it is told to, right or wrong.</summary>
internal sealed class OddServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Func<string, Answer> _answer;

    /// <param name="answer">The answer to a request's head.</param>
    public OddServer(Func<string, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/prices.json");
        _ = ServeAsync();
    }

    /// <summary>A writer that waits without a word.</summary>
    public static WritingTurn Turn { get; } = new("a test", TimeProvider.System, _ => { });

    public Uri Address { get; }

    public List<string> Requests { get; } = [];

    public static Answer Good(string body, string tag = "") => new($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{(tag.Length > 0 ? $"ETag: {tag}\r\n" : "")}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static Answer Status(string status, string more = "") => new($"HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\n\r\n");

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_over.Token);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var buffer = new byte[8192];
                var read = await client.GetStream().ReadAsync(buffer, _over.Token);
                var request = Encoding.ASCII.GetString(buffer, 0, read);
                Answer answer;
                lock (Requests)
                {
                    Requests.Add(request);
                    answer = _answer(request);
                }

                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer.Text), _over.Token);
                await client.GetStream().WriteAsync(answer.Body, _over.Token);
                for (var again = 0; again < answer.Again; again++)
                {
                    await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer.Text[(answer.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]), _over.Token);
                }

                await Task.Delay(answer.Stall, _over.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}

/// <summary>An answer's bytes, how often its body is repeated, and how long the connection then stays open.</summary>
internal sealed record Answer(string Text, int Again = 0)
{
    public TimeSpan Stall { get; init; }

    /// <summary>Bytes after the text that are no text.</summary>
    public byte[] Body { get; init; } = [];
}

/// <summary>A clock that remembers waits and lets them pass at once; only the limit of an attempt is waited for.</summary>
internal sealed class WaitingClock(TimeSpan attempt) : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isWait = dueTime != attempt && dueTime != Timeout.InfiniteTimeSpan;
        if (isWait)
        {
            lock (Waits)
            {
                Waits.Add(dueTime);
            }
        }

        return System.CreateTimer(callback, state, isWait ? TimeSpan.Zero : dueTime, period);
    }
}
