namespace Mtok;

/// <summary>What an API takes of the user by contract.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ModelId">The model, by its catalog id; null for each of the provider's models that no other limit names.</param>
/// <param name="Limit">The limit.</param>
public sealed record ContractedLimit(string Provider, string? ModelId, ApiLimit Limit)
{
    /// <summary>The limit that counts for a model of a provider: the user's own, else the one that is published; null where neither is known.</summary>
    /// <param name="own">The user's limits.</param>
    /// <param name="catalog">The published ones, by seller.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="modelId">The model.</param>
    public static ApiLimit? Of(IReadOnlyList<ContractedLimit> own, Catalog catalog, string provider, string modelId)
    {
        var theirs = own.Where(limit => limit.Provider == provider).ToList();
        return (theirs.Find(limit => limit.ModelId == modelId) ?? theirs.Find(limit => limit.ModelId is null))?.Limit
            ?? (catalog.FindSeller(provider) is { } seller ? ApiLimit.Of(seller.Limits, modelId) : null);
    }
}

/// <summary>Reads the [[api_limit]] tables of a workload.</summary>
internal sealed class ContractedLimitReader(Catalog catalog, Problems problems)
{
    public IReadOnlyList<ContractedLimit> Read(IReadOnlyList<TomlTable> tables)
    {
        var limits = new List<ContractedLimit>();
        foreach (var table in tables)
        {
            var (provider, model) = (ReadProvider(table), ReadModel(table));
            var limit = ApiLimit.ReadFigures(
                table, "", model is null ? [] : [model], new Provenance(default, "contract", table.Where) { IsUsers = true }, problems);
            table.RejectUnknown();
            if (limits.Exists(other => other.Provider == provider && other.ModelId == model))
            {
                problems.Error(table.Where, "duplicate-key", $"a second limit of {provider} for {model ?? "all models"}");
            }

            limits.Add(new(provider, model, limit));
        }

        return limits;
    }

    private string ReadProvider(TomlTable table)
    {
        var (name, known) = (table.Text("provider"), catalog.Apis.Select(api => api.Provider).Distinct().Order(StringComparer.Ordinal).ToList());
        if (name.Length > 0 && !known.Contains(name))
        {
            problems.Error(table.WhereIs("provider"), "unknown-provider", $"unknown API provider \"{name}\"{Spelling.DidYouMean(name, known)}");
        }

        return name;
    }

    private string? ReadModel(TomlTable table)
    {
        if (table.OptionalText("model") is not { } name)
        {
            return null;
        }

        if (catalog.FindModel(name) is not { } model)
        {
            problems.Error(table.WhereIs("model"), "unknown-model", $"unknown model \"{name}\"{catalog.SuggestModel(name)}");
            return null;
        }

        return model.Id;
    }
}
