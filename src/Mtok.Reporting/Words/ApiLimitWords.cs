using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>What APIs take of one customer, in words.</summary>
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

    private static string Count(double perSecond)
    {
        var minute = perSecond * Duration.FromMinutes(1).Seconds;
        return minute < 1e4
            ? Math.Ceiling(minute).Shown("#,##0")
            : Tokens.FromCount(minute).ToString().Replace(" tok", "", StringComparison.Ordinal);
    }
}
