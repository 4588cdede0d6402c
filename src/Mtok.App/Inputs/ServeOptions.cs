using System.CommandLine;
using Mtok.Server;

namespace Mtok.App;

/// <summary>Options of commands that start the server: where it listens, who may ask, and what it collects.</summary>
internal sealed class ServeOptions
{
    private readonly Option<string?> _catalog = Options.CatalogFolder();
    private readonly Option<string> _listen = new("--listen")
    {
        Description = "Address and port to listen at; any but this machine's own needs a token",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => ServerSettings.UsualListen,
    };
    private readonly Option<string?> _grpc = new("--otlp-grpc")
    {
        Description = "Also take OTLP over gRPC here, such as 127.0.0.1:4317",
        HelpName = "ADDRESS:PORT",
    };
    private readonly Option<string[]> _scrape = new("--scrape")
    {
        Description = "Scrape this /metrics page every 15 s; may be repeated",
        HelpName = "URL",
        AllowMultipleArgumentsPerToken = false,
    };
    private readonly Option<string?> _collect = new("--collect")
    {
        Description = "A TOML file of pages to scrape, Prometheus servers to ask and logs to follow",
        HelpName = "FILE",
    };
    private readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A name by which this server may be asked for, beside its address; may be repeated",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = false,
    };
    private readonly Option<string?> _token = new("--token-file")
    {
        Description = $"A file that holds the access token, {ServerSettings.ShortestToken} characters or more [default: the variable "
            + $"{ServerSettings.TokenVariable}]",
        HelpName = "FILE",
    };
    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "Serve HTTPS with this certificate, PEM with its chain",
        HelpName = "FILE",
    };
    private readonly Option<string?> _key = new("--key") { Description = "The certificate's key, PEM [default: in the certificate's file]", HelpName = "FILE" };

    public ServeOptions(bool ledgerRequired)
    {
        Ledger = TrackedInputs.Ledger("The folder that keeps what is tracked; made where it is missing");
        Ledger.Required = ledgerRequired;
    }

    /// <summary>The ledger.</summary>
    public Option<string?> Ledger { get; }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        new Option[] { Ledger, _catalog, _listen, _grpc, _scrape, _collect, _hosts, _token, _certificate, _key }.ToList().ForEach(command.Options.Add);
        command.Validators.Add(result =>
        {
            var collects = new Option[] { _grpc, _scrape, _collect }.Where(option => result.GetResult(option) is { Implicit: false }).ToList();
            if (collects.Count > 0 && result.GetResult(Ledger) is null)
            {
                result.AddError($"{string.Join(", ", collects.Select(option => option.Name))}: for a server that keeps a ledger (--ledger DIR)");
            }

            if (result.GetResult(_key) is not null && result.GetResult(_certificate) is null)
            {
                result.AddError("--key goes with --certificate");
            }
        });
    }

    /// <summary>What they ask of the server, with paths from the root.</summary>
    public ServerSettings Settings(ParseResult parsed) => new()
    {
        Version = PageOutput.Version,
        Ledger = Rooted(parsed.GetValue(Ledger)),
        Catalog = Rooted(parsed.GetValue(_catalog)),
        Listen = parsed.GetValue(_listen)!,
        OtlpGrpc = parsed.GetValue(_grpc),
        Scrape = parsed.GetValue(_scrape) ?? [],
        Collect = Rooted(parsed.GetValue(_collect)),
        Hosts = parsed.GetValue(_hosts) ?? [],
        TokenFile = Rooted(parsed.GetValue(_token)),
        Certificate = Rooted(parsed.GetValue(_certificate)),
        Key = Rooted(parsed.GetValue(_key)),
    };

    private static string? Rooted(string? path) => path is null ? null : Path.GetFullPath(path);
}
