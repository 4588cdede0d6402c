using System.Globalization;

namespace Mtok.Imports;

/// <summary>A provider's usage and cost API for organisations, as documented in November 2026.</summary>
public sealed class UsageApi
{
    private const string Hours = "bucket_width=1h&limit=168";
    private readonly Action<HttpRequestMessage, string> _authorise;

    private UsageApi(string name, string keyVariable, Uri address, IReadOnlyList<UsageEndpoint> endpoints, Action<HttpRequestMessage, string> authorise)
    {
        Name = name;
        KeyVariable = keyVariable;
        Address = address;
        Endpoints = endpoints;
        _authorise = authorise;
    }

    /// <summary>Every provider, by name.</summary>
    public static IReadOnlyDictionary<string, UsageApi> All { get; } = new[] { OpenAi(), Anthropic() }.ToDictionary(api => api.Name, StringComparer.Ordinal);

    /// <summary>The provider.</summary>
    public string Name { get; }

    /// <summary>The environment variable that holds the admin key.</summary>
    public string KeyVariable { get; }

    /// <summary>Where its endpoints begin.</summary>
    public Uri Address { get; }

    /// <summary>What is asked for: usage by hour, costs by day.</summary>
    internal IReadOnlyList<UsageEndpoint> Endpoints { get; }

    /// <summary>Gives a request the key.</summary>
    internal void Authorise(HttpRequestMessage request, string key) => _authorise(request, key);

    private static UsageApi OpenAi()
    {
        const string By = "&group_by=project_id&group_by=api_key_id&group_by=model";
        return new(
            "openai",
            "OPENAI_ADMIN_KEY",
            new("https://api.openai.com/v1/"),
            [
                new("completions", span => $"organization/usage/completions?{Seconds(span)}&{Hours}{By}&group_by=service_tier"),
                new("embeddings", span => $"organization/usage/embeddings?{Seconds(span)}&{Hours}{By}"),
                new("costs", span => $"organization/costs?{Seconds(span)}&bucket_width=1d&limit=180&group_by=project_id&group_by=line_item"),
            ],
            (request, key) => request.Headers.Authorization = new("Bearer", key));
    }

    private static UsageApi Anthropic()
    {
        const string By = "&group_by[]=workspace_id&group_by[]=api_key_id&group_by[]=model&group_by[]=service_tier&group_by[]=context_window";
        return new(
            "anthropic",
            "ANTHROPIC_ADMIN_KEY",
            new("https://api.anthropic.com/v1/"),
            [
                new("messages", span => $"organizations/usage_report/messages?{Times(span)}&{Hours}{By}"),
                new("costs", span => $"organizations/cost_report?{Times(span)}&bucket_width=1d&limit=31&group_by[]=workspace_id&group_by[]=description"),
            ],
            (request, key) =>
            {
                request.Headers.Add("x-api-key", key);
                request.Headers.Add("anthropic-version", "2023-06-01");
            });
    }

    private static string Seconds(UsageDays days) =>
        string.Create(CultureInfo.InvariantCulture, $"start_time={days.Begin.ToUnixTimeSeconds()}&end_time={days.End.ToUnixTimeSeconds()}");

    private static string Times(UsageDays days) =>
        string.Create(CultureInfo.InvariantCulture, $"starting_at={days.Begin:yyyy-MM-dd'T'HH:mm:ss'Z'}&ending_at={days.End:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}

/// <summary>Days that are asked for, UTC.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The day after the last.</param>
public sealed record UsageDays(DateOnly From, DateOnly To)
{
    internal DateTimeOffset Begin => new(From.ToDateTime(default), TimeSpan.Zero);

    internal DateTimeOffset End => new(To.ToDateTime(default), TimeSpan.Zero);
}

/// <summary>A list of a usage API.</summary>
/// <param name="Name">What it tells, for the name of its file.</param>
/// <param name="Query">Its address under that of the API, for some days.</param>
internal sealed record UsageEndpoint(string Name, Func<UsageDays, string> Query);
