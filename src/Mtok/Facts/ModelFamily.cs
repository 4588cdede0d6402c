namespace Mtok;

/// <summary>A word with which names of models begin, or an organisation that publishes them, and the maker it stands for.</summary>
/// <param name="Name">The word, such as <c>claude</c>, or the organisation, such as <c>deepseek-ai</c>.</param>
/// <param name="Maker">The maker.</param>
/// <param name="IsOrganisation">Whether it is an organisation, which stands before the name of a model.</param>
/// <param name="Provenance">Where the spelling comes from.</param>
public sealed record ModelFamily(string Name, string Maker, bool IsOrganisation, Provenance Provenance)
{
    private static readonly string[] Columns = ["family", "maker", "kind", "as_of", "source"];

    /// <summary>Reads <c>models/families.csv</c>.</summary>
    internal static IEnumerable<ModelFamily> Read(CatalogFile file, Problems problems)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Columns, []))
        {
            var kind = row.RequiredText("kind");
            if (kind is not ("name" or "organisation"))
            {
                problems.Error(row.WhereIs("kind"), "unknown-word", $"\"kind\" must be name or organisation, not \"{kind}\"");
            }

            yield return new(row.RequiredText("family"), row.RequiredText("maker"), kind == "organisation", Ids.ReadProvenance(row, problems));
        }
    }
}
