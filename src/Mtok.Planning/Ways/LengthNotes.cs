namespace Mtok.Planning;

/// <summary>What to know where the price of a token depends on the length of its request.</summary>
internal static class LengthNotes
{
    /// <summary>A mean within this factor of a tier says little about how many requests are in it.</summary>
    private const double Near = 2;

    public static IEnumerable<OptionNote> Of(ApiTariff tariff, IEnumerable<TokenMix> mixes)
    {
        if (!tariff.IsTiered)
        {
            yield break;
        }

        foreach (var mix in mixes.DistinctBy(mix => (mix.Lengths?.Profile, mix.Lengths is null ? mix.Input : default)))
        {
            if (mix.Lengths is { Profile: { } profile })
            {
                yield return new OptionNote.AssumedLengths(profile);
            }

            var near = tariff.Tiers.Concat(tariff.Others).Select(row => row.AboveInput).OfType<Tokens>().Distinct()
                .Where(above => mix.Lengths is null && mix.Input / above is { Value: >= 1 / Near and <= Near }).Order().ToList();
            if (near.Count > 0)
            {
                yield return new OptionNote.MeanNearTier(near[0], mix.Input);
            }
        }
    }
}
