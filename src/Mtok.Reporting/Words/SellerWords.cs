namespace Mtok.Reporting;

/// <summary>A seller and whether it still sells, in words.</summary>
internal static class SellerWords
{
    /// <summary>What is known of a seller; empty where only its name is.</summary>
    public static IEnumerable<string> Facts(Seller? seller)
    {
        if (seller is null)
        {
            yield break;
        }

        yield return $"{seller.Name}: {Seller.KindWords.First(word => word.Value == seller.Kind).Key}{(seller.Home is { } home ? $", {home}" : "")}";
        foreach (var fact in Of("API", seller.Api).Concat(Of("machines", seller.Machines)))
        {
            yield return fact;
        }

        foreach (var residency in seller.Residencies)
        {
            yield return $"API computes in {string.Join(" or ", residency.Within)}"
                + $"{(residency.Models.Count > 0 ? $" ({string.Join(", ", residency.Models)})" : "")}"
                + $"{(residency.Markup > Ratio.One ? $" at {residency.Markup.Value:0.##} times its list price" : "")}: "
                + $"{residency.Provenance.Source}, {residency.Provenance.AsOf}";
        }

        if (seller.NotSold.Count > 0)
        {
            yield return $"does not sell {string.Join(", ", seller.NotSold)}, though a source gives it a price";
        }
    }

    private static IEnumerable<string> Of(string what, Standing? standing)
    {
        if (standing is not null)
        {
            var ended = standing.Ended is { } end ? $" {end}" : "";
            yield return $"{what}: {Standing.Words.First(word => word.Value == standing.Status).Key}{ended}, last seen {standing.Seen} ({standing.SeenBy})";
            foreach (var evidence in standing.Evidence)
            {
                yield return $"{what}: {evidence}";
            }
        }
    }
}
