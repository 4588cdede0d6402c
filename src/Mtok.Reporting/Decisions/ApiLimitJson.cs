using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What APIs take of one customer, as JSON.</summary>
internal static class ApiLimitJson
{
    /// <summary>The APIs of an option with their limits, a minute's worth; figures that are not limited or not known are null.</summary>
    public static JsonArray Of(IEnumerable<ApiPart> apis) => new([.. apis.Select(Of)]);

    private static JsonNode Of(ApiPart api) => new JsonObject
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
}
