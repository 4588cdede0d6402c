namespace Mtok;

/// <summary>A spelling that a seller, provider or source of prices has for something the catalog knows by another name.</summary>
/// <param name="Of">Whose spelling it is: a seller or provider; empty for anybody's.</param>
/// <param name="Name">The spelling.</param>
/// <param name="AcceleratorId">The accelerator it means; null where it means something else.</param>
/// <param name="Gpus">How many of them a machine of that name holds; null where the name is not a machine's.</param>
/// <param name="PricedApartAs">The spelling under which its accelerators are priced apart from it; empty where the machine's price has them in.</param>
/// <param name="ModelId">The model it means; null where it means something else.</param>
/// <param name="Provider">The seller or provider it means; null where it means something else.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record Alias(string Of, string Name, string? AcceleratorId, int? Gpus, string PricedApartAs, string? ModelId, string? Provider, Provenance Provenance);

/// <summary>Reads <c>aliases/&lt;seller or provider&gt;.csv</c>; <c>aliases/any.csv</c> holds anybody's spellings.</summary>
internal sealed class AliasReader(Problems problems, NameTable<Accelerator> accelerators, NameTable<Model> models)
{
    /// <summary>The name of the file whose spellings are anybody's.</summary>
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
