using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The evidence of an option's figures, in words.</summary>
internal static class OptionNoteWords
{
    public static string Of(OptionNote note) => note switch
    {
        OptionNote.Throughput { Source: var source } => source,
        OptionNote.PriceOfOneGpu { Gpus: var gpus } => $"the seller quotes a price for 1 GPU; a machine of {gpus} is assumed to cost {gpus} times as much",
        OptionNote.Ownership { Source: var source, AsOf: var asOf } => $"hourly cost of ownership: {source}, {asOf}",
        OptionNote.Spot { Terms: var terms } => Of(terms),
        OptionNote.ProvisionedUnits { Units: var units, Price: var price } =>
            $"{units} {price.Unit} at {price.Price} each, for the busiest hour on average, at least {price.LeastUnits}; shorter bursts are refused or overflow",
        OptionNote.ServerlessByTheHour =>
            "serverless: counted by whole hours, the most it costs; it is paid by the second and scales to zero, but cold starts are not published",
        OptionNote.BilledInParts { Seller: var seller, Billing: var billing, Start: var start } =>
            $"{seller} rounds each machine's time up to {billing.Increment}, so that a start is paid as {start} ({billing.Provenance.Source}, "
                + $"{billing.Provenance.AsOf})",
        OptionNote.ApiLatencyUnpublished => "API latency is not published: assumed to meet the service level",
        OptionNote.TakesAtMost { Api: var api } => ApiLimitWords.Of(api),
        OptionNote.SharedByApis { Api: var api } => $"{api.Share} of requests: {ApiLimitWords.Of(api)}",
        OptionNote.NoCachedInputPrice => "no price for cached input: charged as input",
        OptionNote.AssumedPrices { Kinds: var kinds } =>
            $"assumed: no list states the price of {string.Join(", ", kinds.Select(Of))} here; it is in proportion to input or output",
        OptionNote.BatchPrices => "batch prices",
        OptionNote.NoBatchPrices => "no batch prices: charged as usual",
        OptionNote.PricesByTheHour { Hours: var hours } =>
            $"other prices at {string.Join(", ", hours)}: billed by the hours of the demand, which begins on Monday at 00:00 UTC",
        OptionNote.AssumedLengths { Profile: var profile } => $"long requests cost more: lengths are assumed to be distributed like {profile}",
        OptionNote.MeanNearTier { Above: var above, Mean: var mean } =>
            $"requests above {above} cost more and only the mean, {mean}, is known: requests of other lengths may cost much more or less",
        OptionNote.Overflow { ApiShare: var share, Machines: var machines, ApiStandsIn: var standsIn } when share == Ratio.Zero =>
            $"no request exceeds the capacity of {CountText.Of(machines, "machine")}{(standsIn ? "; the API covers failures instead of spares" : "")}",
        OptionNote.Overflow { ApiShare: var share, Machines: var machines, ApiStandsIn: var standsIn } =>
            $"{share} of requests exceed the capacity of {CountText.Of(machines, "machine")} and overflow to the API"
                + (standsIn ? ", which also covers failures" : ""),
        _ => throw new UnreachableException(),
    };

    private static string Of(TokenKind kind) => kind switch
    {
        TokenKind.Input => "input",
        TokenKind.CachedInput => "cached input",
        TokenKind.CacheWrite => "cache writes",
        TokenKind.CacheWriteHour => "cache writes for an hour",
        TokenKind.Output => "output",
        TokenKind.Reasoning => "reasoning",
        _ => throw new UnreachableException(),
    };

    private static string Of(SpotTerms terms)
    {
        var rate = terms.Band is { } band
            ? $"up to {terms.Interrupted} of machines interrupted a month ({band.Provenance.AsOf})"
            : $"up to {terms.Interrupted} of machines interrupted a month (assumed: the middle of those that are published)";
        var share = $"{terms.Dry} of the time ({(terms.Stated is null ? "assumed: as much as is reclaimed in a month" : "as stated")})";
        var dry = terms.Dry == Ratio.Zero ? "always available"
            : terms.Fallback is { } other ? $"on demand{(other.Seller is { } seller ? $" at {seller}" : "")} at {other.Price} {share}"
            : $"none to be had {share}, and no on-demand price to fall back on";
        return $"spot at {terms.Price}: {rate}; {dry}";
    }
}
