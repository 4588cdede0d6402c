namespace Mtok;

/// <summary>Reads <c>models/*.toml</c>.</summary>
internal sealed class ModelReader(Problems problems)
{
    private static readonly Limits<int> Number = new(1, 10_000);
    private static readonly Limits<int> Block = new(1, 1_000_000);
    private static readonly Limits<Ratio> Billions = new(Ratio.FromValue(0.001), Ratio.FromValue(100_000));
    private static readonly Limits<Tokens> Context = new(Tokens.FromCount(128), Tokens.FromCount(100_000_000));

    public IEnumerable<Model> Read(CatalogFile file)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return [];
        }

        var rows = root.Tables("model").Select(Read).ToList();
        root.RejectUnknown();
        return rows;
    }

    private Model Read(TomlTable row)
    {
        var model = new Model(
            Ids.Read(row, problems),
            row.Text("name"),
            row.Text("maker"),
            row.Texts("aliases", mayBeEmpty: true),
            row.Quantity("context_tokens", Context),
            ReadParameters(row, "parameters_billion"),
            ReadParameters(row, "active_parameters_billion"),
            ReadPrecision(row),
            row.OptionalTable("network") is { } network ? new NetworkReader(problems).Read(network) : null,
            Ids.ReadProvenance(row, problems))
        {
            SharedNames = row.Texts("shared_names", mayBeEmpty: true),
            Fp8Block = row.OptionalCount("fp8_block", Block),
            UnmodelledLayers = row.Has("layer_kind") ? [.. row.Tables("layer_kind").Select(ReadLayers)] : [],
        };
        row.RejectUnknown();
        CheckParameters(row, model);
        return model;
    }

    private static LayerKind ReadLayers(TomlTable row)
    {
        var kind = new LayerKind(row.Text("kind"), row.Count("layers", Number));
        row.RejectUnknown();
        return kind;
    }

    private static long? ReadParameters(TomlTable row, string key) =>
        row.OptionalQuantity(key, Billions) is { } billions ? (long)(billions.Value * 1e9) : null;

    private static Precision? ReadPrecision(TomlTable row) =>
        row.Has("weights_precision")
            ? row.Word(
                "weights_precision",
                Precision.Bits.ToDictionary(entry => entry.Key, entry => new Precision(entry.Key), StringComparer.Ordinal),
                Precision.Unstated)
            : null;

    /// <summary>The shape must account for the published parameter count; an error in one of its numbers shows here.</summary>
    private void CheckParameters(TomlTable row, Model model)
    {
        if (model is { Network: { } network, Parameters: { } published }
            && Math.Abs((network.CountParameters() / (double)published) - 1) > 0.05)
        {
            problems.Error(
                row.WhereIs("network"),
                "wrong-network",
                $"\"{model.Id}\" has {published / 1e9:0.##} billion parameters, but this network has {network.CountParameters() / 1e9:0.##} billion");
        }
    }
}
