using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What APIs take of one customer, in words and as JSON.</summary>
internal static class ApiLimitWords
{
    /// <summary>What an API takes beside what the busiest minute asks, or that it is not known.</summary>
    public static string Of(ApiPart api) => api is { Limit: { } limit, Room: { } room }
        ? $"{api.Tariff.Base.Provider} takes {limit}{Tier(limit)}; the busiest minute asks {Ratio.One / room} of it"
            + (api.AtBusiest < Ratio.One ? $", and it gets {api.AtBusiest}" : "")
        : $"{api.Tariff.Base.Provider} publishes no limit: ask for {Of(api.Sent)}";

    /// <summary>What is asked in a minute.</summary>
    public static string Of(ApiTraffic minute) => $"{Count(minute.Total.PerSecond)} tokens and {Count(minute.Requests.PerSecond)} requests a minute";

    /// <summary>What a limit rests on, in brackets.</summary>
    public static string Tier(ApiLimit limit) => limit.Provenance.IsUsers ? " (your contract)" : $" ({limit.Tier}, {limit.Provenance.AsOf})";

    /// <summary>The APIs of an option with their limits, a minute's worth; figures that are not limited or not known are null.</summary>
    public static JsonArray Json(IEnumerable<ApiPart> apis) => new([.. apis.Select(Json)]);

    private static JsonNode Json(ApiPart api) => new JsonObject
    {
        ["provider"] = api.Tariff.Base.Provider,
        ["share_of_requests"] = JsonFigures.Of(api.Share.Value),
        ["tier"] = api.Limit is { Provenance.IsUsers: false } limit ? limit.Tier : null,
        ["requests_per_minute"] = Minute(api.Limit?.Requests?.PerSecond),
        ["tokens_per_minute"] = Minute(api.Limit?.Combined?.PerSecond),
        ["input_tokens_per_minute"] = Minute(api.Limit?.Input?.PerSecond),
        ["output_tokens_per_minute"] = Minute(api.Limit?.Output?.PerSecond),
        ["needed_requests_per_minute"] = Minute(api.Sent.Requests.PerSecond),
        ["needed_tokens_per_minute"] = Minute(api.Sent.Total.PerSecond),
        ["source"] = api.Limit?.Provenance.Source,
        ["as_of"] = api.Limit?.Provenance.AsOf.ToString(),
    };

    private static JsonNode? Minute(double? perSecond) => JsonFigures.Of(perSecond * Duration.FromMinutes(1).Seconds);

    private static string Count(double perSecond)
    {
        var minute = perSecond * Duration.FromMinutes(1).Seconds;
        return minute < 1e4 ? Math.Ceiling(minute).ToString("#,##0", CultureInfo.InvariantCulture) : Tokens.FromCount(minute).ToString().Replace(" tok", "", StringComparison.Ordinal);
    }
}
