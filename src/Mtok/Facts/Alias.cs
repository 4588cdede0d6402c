namespace Mtok;

/// <summary>A spelling that a seller, provider or price source uses for something the catalog knows by another name.</summary>
/// <param name="Of">The seller or provider that uses it; empty if any of them may.</param>
/// <param name="Name">The spelling.</param>
/// <param name="AcceleratorId">The accelerator it stands for; null if it stands for something else.</param>
/// <param name="Gpus">The number of them in a machine of that name; null if it does not name a machine.</param>
/// <param name="PricedApartAs">The spelling under which its accelerators are priced separately; empty if the machine's price includes them.</param>
/// <param name="ModelId">The model it stands for; null if it stands for something else.</param>
/// <param name="Provider">The seller or provider it stands for; null if it stands for something else.</param>
/// <param name="Provenance">The source of the spelling.</param>
public sealed record Alias(
    string Of, string Name, string? AcceleratorId, int? Gpus, string PricedApartAs, string? ModelId, string? Provider, Provenance Provenance);

/// <summary>Reads <c>aliases/&lt;seller or provider&gt;.csv</c>; spellings in <c>aliases/any.csv</c> apply to all of them.</summary>
internal sealed class AliasReader(Problems problems, NameTable<Accelerator> accelerators, NameTable<Model> models)
{
    /// <summary>The name of the file whose spellings apply to every seller and provider.</summary>
    private const string Anybody = "any";

    private static readonly string[] Meanings = ["accelerator", "model", "provider"];
    private static readonly string[] Required = ["name", "as_of", "source"];
    private static readonly string[] Optional = ["accelerator", "gpus", "priced_apart_as", "model", "provider"];

    public IEnumerable<Alias> Read(CatalogFile file)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Required, Optional))
        {
            var name = row.RequiredText("name");
            var meanings = Meanings.Where(column => row.Text(column).Length > 0).ToList();
            if (meanings.Count != 1)
            {
                problems.Error(row.WhereIs("name"), "wrong-alias", $"\"{name}\" must mean exactly one: an accelerator, a model or a provider");
                continue;
            }

            var accelerator = meanings[0] == "accelerator" ? accelerators.FindId(row, "accelerator") : null;
            var model = meanings[0] == "model" ? models.FindId(row, "model") : null;
            var provider = meanings[0] == "provider" ? row.Text("provider") : null;
            var gpus = row.Count("gpus", new(1, 1024));
            var provenance = Ids.ReadProvenance(row, problems);
            if (accelerator is not null || model is not null || provider is not null)
            {
                yield return new(file.Name == Anybody ? "" : file.Name, name, accelerator, gpus, row.Text("priced_apart_as"), model, provider, provenance);
            }
        }
    }
}
