namespace Mtok;

/// <summary>What a model takes for the same work as others, as the user knows it (A3).</summary>
/// <param name="ModelId">The model, by its catalog id.</param>
public sealed record ModelWork(string ModelId)
{
    /// <summary>Output tokens of one task in its own tokens, reasoning included; null for the workload's, by the ratio of its tokenizer.</summary>
    public Tokens? TokensPerTask { get; init; }

    /// <summary>The share of tasks that succeed; a failed one is done again until it does. 1 where not stated.</summary>
    public Ratio SuccessRate { get; init; } = Ratio.One;

    /// <summary>Its tokens of a text / the workload's tokens of it; 1 where not stated.</summary>
    public Ratio TokenizerRatio { get; init; } = Ratio.One;

    /// <summary>Requests for each task that succeeds.</summary>
    public Ratio Tries => Ratio.One / SuccessRate;

    /// <summary>A request of the workload in this model's tokens.</summary>
    public TokenMix Of(TokenMix mix)
    {
        if (TokensPerTask is null && TokenizerRatio == Ratio.One)
        {
            return mix;
        }

        // Requests around the mean keep their proportion to it.
        var output = TokensPerTask is { } tokens ? tokens / mix.Output : TokenizerRatio;
        TokenMix Scaled(TokenMix one) => one with { Input = one.Input * TokenizerRatio, Output = one.Output * output };
        return Scaled(mix) with
        {
            Lengths = mix.Lengths is { } lengths ? lengths with { Bins = [.. lengths.Bins.Select(bin => bin with { Mean = Scaled(bin.Mean) })] } : null,
        };
    }

    /// <summary>The same of groups of requests.</summary>
    public IReadOnlyList<RequestGroup> Of(IReadOnlyList<RequestGroup> groups) => [.. groups.Select(group => group with { Mix = Of(group.Mix) })];
}

/// <summary>Reads the [[model]] tables of a workload.</summary>
internal sealed class ModelWorkReader(Catalog catalog, Problems problems)
{
    private static readonly string[] Figures = ["tokens_per_task", "success_rate", "tokenizer_ratio"];

    public IReadOnlyList<ModelWork> Read(IReadOnlyList<TomlTable> tables, IReadOnlyList<Model> models)
    {
        var works = new List<ModelWork>();
        foreach (var table in tables)
        {
            var work = new ModelWork(ReadName(table, models))
            {
                TokensPerTask = table.OptionalQuantity(Figures[0], new Limits<Tokens>(Tokens.FromCount(1), Tokens.FromCount(10_000_000))),
                SuccessRate = table.OptionalQuantity(Figures[1], new Limits<Ratio>(Ratio.FromPercent(1), Ratio.One)) ?? Ratio.One,
                TokenizerRatio = table.OptionalQuantity(Figures[2], new Limits<Ratio>(Ratio.FromPercent(10), Ratio.FromValue(10))) ?? Ratio.One,
            };
            if (!Figures.Any(table.Has))
            {
                problems.Error(table.Where, "missing-key", $"[[model]] needs one at least of {string.Join(", ", Figures)}");
            }

            if (works.Exists(other => other.ModelId == work.ModelId))
            {
                problems.Error(table.Where, "duplicate-key", $"a second [[model]] of {work.ModelId}");
            }

            table.RejectUnknown();
            works.Add(work);
        }

        return works;
    }

    private string ReadName(TomlTable table, IReadOnlyList<Model> models)
    {
        var name = table.Text("name");
        var model = models.FirstOrDefault(model => model.Id == name) ?? catalog.FindModel(name);
        if (name.Length > 0 && (model is null || !models.Contains(model)))
        {
            problems.Error(
                table.WhereIs("name"),
                "unknown-model",
                $"\"{name}\" is none of the workload's models{Spelling.DidYouMean(name, models.Select(one => one.Id))}");
        }

        return model?.Id ?? "";
    }
}
