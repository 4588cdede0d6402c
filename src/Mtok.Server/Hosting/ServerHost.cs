using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Mtok.Server;

/// <summary>Builds the server of settings and runs it until its input ends or a signal comes.</summary>
internal static class ServerHost
{
    private const int MostConnections = 1000;
    private const int LongestRequestLine = 32 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs the server.</summary>
    /// <param name="settings">What to serve.</param>
    /// <param name="input">Ends when the server is to stop.</param>
    /// <param name="messages">Where it says that it is ready, or why it cannot be.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(ServerSettings settings, TextReader input, TextWriter messages)
    {
        try
        {
            var app = Build(settings);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync().ConfigureAwait(false);
                await messages.WriteLineAsync(Greeting(settings, app.Urls)).ConfigureAwait(false);
                var ended = input.ReadLineAsync();
                _ = ended.ContinueWith(_ => app.Lifetime.StopApplication(), TaskScheduler.Default);
                await app.WaitForShutdownAsync().ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception exception) when (exception is ServerFaultException or IOException)
        {
            await messages.WriteLineAsync(exception is ServerFaultException ? exception.Message : $"mtok: error: {exception.Message}").ConfigureAwait(false);
            return 2;
        }
    }

    private static string Greeting(ServerSettings settings, ICollection<string> urls) =>
        $"mtok: {(settings.Pages ? "serving" : "collecting at")} {string.Join(", ", urls)}"
            + (settings.Ledger is { } ledger ? $"; ledger {ledger}{(settings.ReadOnly ? ", read only" : "")}" : "; no ledger");

    private static WebApplication Build(ServerSettings settings)
    {
        var listen = ListenAddress.Parse(settings.Listen) ?? throw new ServerFaultException($"--listen: error: \"{settings.Listen}\" is no address and port");
        var token = AccessToken.Read(settings, out var fault);
        if (fault is not null)
        {
            throw new ServerFaultException(fault);
        }

        if (token is null && !listen.IsLoopback)
        {
            throw new ServerFaultException(
                $"--listen: error: {listen.Address} can be reached from elsewhere: give a token, in {ServerSettings.TokenVariable} or with --token-file");
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, settings, listen));
        AddServices(builder.Services, settings, listen);
        var app = builder.Build();
        app.Services.GetRequiredService<ServedCatalog>();
        Use(app, token);
        Map(app, settings);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, ServerSettings settings, ListenAddress listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        kestrel.Limits.MaxRequestBodySize = Bodies.Largest;
        kestrel.Limits.RequestHeadersTimeout = Patience;
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Listen(listen.Address, listen.Port, endpoint =>
        {
            if (settings.Certificate is { } certificate)
            {
                endpoint.UseHttps(Certificates.Load(certificate, settings.Key));
            }
            else
            {
                endpoint.Protocols = HttpProtocols.Http1;
            }
        });
    }

    private static void AddServices(IServiceCollection services, ServerSettings settings, ListenAddress listen)
    {
        services.AddSingleton(settings).AddSingleton<Clock>().AddSingleton<ServedCatalog>();
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddProblemDetails();
        services.AddResponseCompression();
        services.AddRequestDecompression();
        services.AddHostFiltering(hosts => hosts.AllowedHosts = Hosts(settings, listen));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi("v1", ApiDocument.Describe);
    }

    /// <summary>The names by which this server may be asked for: a page of elsewhere whose name resolves to this machine has another.</summary>
    private static List<string> Hosts(ServerSettings settings, ListenAddress listen) => listen.IsLoopback || settings.Hosts.Count > 0
        ? ["localhost", "127.0.0.1", "[::1]", .. listen.IsLoopback ? [] : new[] { Bracketed(listen.Address) }, .. settings.Hosts]
        : ["*"];

    private static string Bracketed(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";

    private static void Use(WebApplication app, AccessToken? token)
    {
        app.UseHostFiltering();
        app.Use(RequestGuard.AddHeaders);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(RequestGuard.RefuseOtherSites);
        if (token is not null)
        {
            app.Use(RequestGuard.Require(token));
        }

        app.UseResponseCompression();
        app.UseRequestDecompression();
    }

    private static void Map(WebApplication app, ServerSettings settings)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok\n"));
        app.MapGet("/readyz", () => TypedResults.Text("ok\n"));
        if (settings.Pages)
        {
            app.MapOpenApi();
            var api = app.MapGroup("/api/v1");
            DecisionApi.Map(api);
            ThroughputApi.Map(api);
            CatalogApi.Map(api);
        }
    }
}
