namespace Mtok;

/// <summary>Where a provider says that its API computes, always or for those who ask for it.</summary>
/// <param name="Within">The places; the user may have any one of them.</param>
/// <param name="Models">The models for which it says so, by their catalog ids; empty for all that it sells.</param>
/// <param name="Markup">Prices there / the prices of its list; 1 where it states none.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record Residency(IReadOnlyList<Territory> Within, IReadOnlyList<string> Models, Ratio Markup, Provenance Provenance)
{
    private static readonly Limits<Ratio> AnyMarkup = new(Ratio.One, Ratio.FromValue(10));

    /// <summary>Whether it says so of that model.</summary>
    public bool IsOf(string modelId) => Models.Count == 0 || Models.Contains(modelId);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Within);

    internal static Residency Read(TomlTable table, Problems problems)
    {
        var places = table.Texts("within").Select(name => (Name: name, Territory: Territory.Named(name))).ToList();
        foreach (var (name, _) in places.Where(place => place.Territory is null))
        {
            problems.Error(
                table.WhereIs("within"), "unknown-place", $"\"{name}\" must be EU, a continent, or a country by its name or code of two letters");
        }

        var residency = new Residency(
            [.. places.Select(place => place.Territory).OfType<Territory>()],
            table.Texts("models"),
            table.OptionalQuantity("markup", AnyMarkup) ?? Ratio.One,
            Ids.ReadProvenance(table, problems));
        if (!table.Has("within"))
        {
            problems.Error(table.Where, "missing-key", "\"within\" is missing: name the places");
        }

        table.RejectUnknown();
        return residency;
    }
}
