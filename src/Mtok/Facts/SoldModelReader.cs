namespace Mtok;

/// <summary>Reads <c>models/*.csv</c>: models that are sold by the token, of which no network is published or recorded.</summary>
internal sealed class SoldModelReader(Problems problems)
{
    private static readonly Limits<Tokens> Context = new(Tokens.FromCount(128), Model.UnknownContext);
    private static readonly string[] Required = ["id", "name", "maker", "as_of", "source"];
    private static readonly string[] Optional = ["context_tokens", "aliases"];

    public IEnumerable<Model> Read(CatalogFile file)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Required, Optional))
        {
            var id = row.RequiredText("id");
            Ids.Check(id, () => row.WhereIs("id"), problems);
            yield return Sold(
                id,
                row.RequiredText("name"),
                row.Text("maker"),
                row.Text("aliases").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                row.Quantity("context_tokens", Context),
                Ids.ReadProvenance(row, problems));
        }
    }

    /// <summary>The models that imported prices name and nothing else knows; what is wrong with their rows is reported where they are read as prices.</summary>
    /// <param name="files">The files of imported prices.</param>
    /// <param name="known">The ids and aliases of all other models, folded.</param>
    /// <param name="naming">Tells the makers.</param>
    public static IEnumerable<Model> ReadImported(IReadOnlyList<CatalogFile> files, IReadOnlySet<string> known, ModelNaming naming)
    {
        var met = new Dictionary<string, Model>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var row in new CsvTable(file.Path, file.Text, new()).Rows([], ["model", "context_tokens"]))
            {
                var id = row.Text("model");
                var folded = Spelling.Fold(id);
                if (folded.Length > 0 && Ids.IsId(id) && !known.Contains(folded) && !met.ContainsKey(folded))
                {
                    met[folded] = Sold(id, id, naming.Of(id).Maker, [], null, new(AsOf.Undated, "imported prices", row.Where));
                }
            }
        }

        return met.Values;
    }

    private static Model Sold(string id, string name, string maker, IReadOnlyList<string> aliases, Tokens? context, Provenance provenance) =>
        new(id, name, maker, aliases, context ?? Model.UnknownContext, null, null, null, null, provenance);
}
