using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mtok.Server;

/// <summary>
/// What <c>mtok serve</c> and <c>mtok track run</c> ask of the server: one line of JSON on its standard input, which stays open as long as it is to
/// run. Secrets are no part of it: they come from the environment or from files.
/// </summary>
internal sealed record ServerSettings
{
    /// <summary>The address and port that <c>--listen</c> has where it is not given.</summary>
    public const string UsualListen = "127.0.0.1:8421";

    /// <summary>The environment variable that holds the access token.</summary>
    public const string TokenVariable = "MTOK_TOKEN";

    /// <summary>The fewest characters of an access token.</summary>
    public const int ShortestToken = 32;

    /// <summary>The version of the program.</summary>
    public string Version { get; init; } = "";

    /// <summary>The folder of the ledger; null for a server that tracks nothing.</summary>
    public string? Ledger { get; init; }

    /// <summary>The ClickHouse that reads the ledger, <c>clickhouse=URL</c>, whose view of folders <see cref="Ledger"/> then is; null for none.</summary>
    public string? Store { get; init; }

    /// <summary>The user's catalog folder; null for the built-in catalog alone.</summary>
    public string? Catalog { get; init; }

    /// <summary>Where to listen: an IP address and a port.</summary>
    public string Listen { get; init; } = UsualListen;

    /// <summary>Where to listen for OTLP over gRPC; null for nowhere.</summary>
    public string? OtlpGrpc { get; init; }

    /// <summary>A TOML file of what to scrape, ask and follow; null for none.</summary>
    public string? Collect { get; init; }

    /// <summary>Addresses of <c>/metrics</c> pages to scrape every 15 s.</summary>
    public IReadOnlyList<string> Scrape { get; init; } = [];

    /// <summary>A TOML file of limits for alerts; null for none.</summary>
    public string? Limits { get; init; }

    /// <summary>A plan saved as JSON, to which actual costs are compared; null for none.</summary>
    public string? Plan { get; init; }

    /// <summary>A workload file that the pages begin with; null for an example.</summary>
    public string? Workload { get; init; }

    /// <summary>Names under which requests may ask for this server, beside its address.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The file that holds the access token; null where the environment may.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A certificate and its key in PEM files; null for plain HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>The key of <see cref="Certificate"/>; null where it is in the same file.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the ledger belongs to another process: answers come from closed hours, nothing is collected.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether there are pages and answers; a collector alone has neither.</summary>
    public bool Pages { get; init; } = true;

    /// <summary>As one line.</summary>
    public string Write() => JsonSerializer.Serialize(this, SettingsJson.Default.ServerSettings);

    /// <summary>From that line; null where it is none.</summary>
    public static ServerSettings? Read(string? line)
    {
        try
        {
            return line is null ? null : JsonSerializer.Deserialize(line, SettingsJson.Default.ServerSettings);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Settings as JSON, written by code that is made when it is built.</summary>
[JsonSerializable(typeof(ServerSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
