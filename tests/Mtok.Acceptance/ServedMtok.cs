using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mtok.Acceptance;

/// <summary><c>mtok serve</c> as a process of its own, from its first answer to its end.</summary>
internal sealed class ServedMtok : IDisposable
{
    private static readonly Lazy<IReadOnlyList<string>> Program = new(() =>
    {
        // The program, which all tests share, is built first: two builds at once would write the same files.
        var program = MtokProcess.Command;
        var built = MtokProcess.Start(Path.Combine(MtokProcess.Root, "mtok"), MtokProcess.Root, ["serve", "--help"]);
        Assert.True(built.ExitCode == 0, built.Error);
        return program;
    });

    private readonly Process _process;
    private readonly StringWriter _messages = new();

    private ServedMtok(int port, Process process)
    {
        _process = process;
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: true)
        {
            BaseAddress = new($"http://127.0.0.1:{port}/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        process.ErrorDataReceived += (_, line) => _messages.WriteLine(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>What it said on stderr so far.</summary>
    public string Messages => _messages.ToString();

    /// <summary>Starts it and waits until it answers.</summary>
    public static Task<ServedMtok> Start(params string[] arguments) => Start([], arguments);

    /// <summary>The same with variables of the environment.</summary>
    public static async Task<ServedMtok> Start((string Name, string Value)[] environment, params string[] arguments)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. Program.Value, "serve", "--listen", $"127.0.0.1:{port}", .. arguments])
        {
            WorkingDirectory = MtokProcess.Root,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["SOURCE_DATE_EPOCH"] = "1795737600";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var served = new ServedMtok(port, Process.Start(start)!);
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await served.Http.GetAsync(new Uri("healthz", UriKind.Relative));
                return served;
            }
            catch (HttpRequestException) when (tries < 600 && !served._process.HasExited)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Asks for its end as a service manager does, and waits for it.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop(string signal = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)), "it did not stop");
        return _process.ExitCode;
    }

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        _process.Dispose();
        _messages.Dispose();
        Http.Dispose();
    }
}
