using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography.X509Certificates;
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
                StopAtEnd(input, app.Lifetime);
                await app.WaitForShutdownAsync().ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception exception) when (exception is ServerFaultException or IOException)
        {
            await messages.WriteLineAsync(exception is ServerFaultException ? exception.Message : $"mtok: error: {exception.Message}").ConfigureAwait(false);
            return 2;
        }
#pragma warning disable CA1031 // The last handler there is: whatever comes is reported.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var what = $"{exception.GetType().Name}: {exception.Message}";
            await messages.WriteLineAsync($"mtok: a fault of this program: {what} Please report it.").ConfigureAwait(false);
            return 70;
        }
    }

    /// <summary>Waits for the end of the input on a thread of its own: reading a console's input holds its caller.</summary>
    private static void StopAtEnd(TextReader input, IHostApplicationLifetime lifetime) => new Thread(() =>
    {
        input.ReadLine();
        lifetime.StopApplication();
    })
    {
        IsBackground = true,
    }.Start();

    private static string Greeting(ServerSettings settings, ICollection<string> urls) =>
        $"mtok: {(settings.Pages ? "serving" : "collecting at")} {string.Join(", ", urls)}"
            + (settings.Ledger is { } ledger
                ? $"; ledger {ledger}{(settings.ReadOnly ? ", read only" : "")}{Reader(settings)}{Absence(settings)}"
                : "; no ledger");

    private static string Reader(ServerSettings settings) => settings.Store is { } store ? $", by {store}" : "";

    private static string Absence(ServerSettings settings) => settings.Store is not null || Directory.Exists(settings.Ledger) ? "" : ", which is not there yet";

    private static WebApplication Build(ServerSettings settings)
    {
        var listen = AddressOf("--listen", settings.Listen);
        if (settings.Hosts.FirstOrDefault(host => Uri.CheckHostName(host.TrimStart('*', '.')) == UriHostNameType.Unknown) is { } odd)
        {
            throw new ServerFaultException($"--host: error: \"{odd}\" must be a name such as mtok.example.com, without scheme and port");
        }

        var token = AccessToken.Read(settings, out var fault);
        if (fault is not null)
        {
            throw new ServerFaultException(fault);
        }

        var grpc = settings.OtlpGrpc is { } text ? AddressOf("--otlp-grpc", text) : null;
        var open = new[] { listen, grpc ?? listen }.FirstOrDefault(address => !address.IsLoopback);
        if (token is null && open is not null)
        {
            throw new ServerFaultException(
                $"--listen: error: {open} can be reached from elsewhere: give a token, in {ServerSettings.TokenVariable} or with --token-file");
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Production",
        });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, settings, listen, grpc));
        AddServices(builder.Services, settings, listen);
        TrackingServices.Add(builder.Services, settings);
        if (token is not null)
        {
            builder.Services.AddSingleton(token);
        }

        var app = builder.Build();
        if (settings.Pages)
        {
            PageRoutes.Check(app.Services);
        }

        Use(app, token);
        Map(app, settings);
        return app;
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the certificate lives as long as the server")]
    private static void Configure(KestrelServerOptions kestrel, ServerSettings settings, ListenAddress listen, ListenAddress? grpc)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        kestrel.Limits.MaxRequestBodySize = Bodies.Largest;
        kestrel.Limits.RequestHeadersTimeout = Patience;
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        var certificate = settings.Certificate is { } file ? Certificates.Load(file, settings.Key) : null;
        Listen(kestrel, listen, certificate, certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2);
        if (grpc is not null)
        {
            Listen(kestrel, grpc, certificate, HttpProtocols.Http2);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress listen, X509Certificate2? certificate, HttpProtocols protocols) =>
        kestrel.Listen(listen.Address, listen.Port, endpoint =>
        {
            endpoint.Protocols = protocols;
            if (certificate is not null)
            {
                endpoint.UseHttps(certificate);
            }
        });

    private static ListenAddress AddressOf(string option, string text)
    {
        var address = ListenAddress.Parse(text) ?? throw new ServerFaultException(
            $"{option}: error: \"{text}\" must be an IP address and a port, such as {ServerSettings.UsualListen}, or 0.0.0.0:8421 for all addresses");
        return address.Fault is { } fault ? throw new ServerFaultException($"{option}: error: {address}: {fault}") : address;
    }

    private static void AddServices(IServiceCollection services, ServerSettings settings, ListenAddress listen)
    {
        services.AddSingleton(settings).AddSingleton<LongWork>();
        services.AddSingleton<JobBoard>().AddHostedService(provider => provider.GetRequiredService<JobBoard>());
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = problem => EmptyAnswers.Describe(problem.HttpContext, problem.ProblemDetails));
        PageRoutes.Add(services);
        services.AddResponseCompression();
        services.AddRateLimiter(RequestLimits.Add);
        services.AddHostFiltering(hosts => hosts.AllowedHosts = Hosts(settings, listen));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        services.AddOpenApi("v1", ApiDocument.Describe);
    }

    /// <summary>The names by which this server may be asked for: a page of elsewhere whose name resolves to this machine has another.</summary>
    private static List<string> Hosts(ServerSettings settings, ListenAddress listen) => listen.IsLoopback || settings.Hosts.Count > 0
        ? ["localhost", "127.0.0.1", "[::1]", .. listen.IsLoopback ? [] : new[] { Bracketed(listen.Address) }, .. settings.Hosts]
        : ["*"];

    private static string Bracketed(IPAddress address) => $"{address}" is var text && text.Contains(':', StringComparison.Ordinal) ? $"[{text}]" : text;

    private static void Use(WebApplication app, AccessToken? token)
    {
        ProxyHeaders.Use(app);
        app.UseHostFiltering();
        app.Use(RequestGuard.AddHeaders);
        app.UseStatusCodePages(EmptyAnswers.Explain);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = thrown =>
                (thrown as Microsoft.AspNetCore.Http.BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,
        });
        app.Use(RequestGuard.RefuseOtherSites);
        if (token is not null)
        {
            app.Use(RequestGuard.Require(token));
        }

        app.UseRateLimiter();
        app.UseResponseCompression();
    }

    private static void Map(WebApplication app, ServerSettings settings)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok\n")).ExcludeFromDescription();
        app.MapGet("/readyz", Readiness.Of).ExcludeFromDescription();
        MetricsEndpoint.Map(app);
        if (settings.Ledger is not null && !settings.ReadOnly)
        {
            CollectorEndpoints.Map(app);
            GrpcEndpoints.Map(app);
        }

        if (settings.Pages)
        {
            app.MapOpenApi();
            var api = app.MapGroup("/api/v1").RequireRateLimiting(RequestLimits.Answers).AddEndpointFilterFactory(QueryCheck.Of);
            DecisionApi.Map(api);
            ThroughputApi.Map(api);
            CatalogApi.Map(api);
            JobApi.Map(api);
            TrackApi.Map(api);
            PageRoutes.Map(app);
        }
    }
}
