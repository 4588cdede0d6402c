namespace Mtok;

/// <summary>Reads the [today] table of a workload.</summary>
internal sealed class TodaysUseReader(Catalog catalog, Problems problems)
{
    /// <summary>What is used and paid; null where the table is missing or has errors (reported).</summary>
    public TodaysUse? Read(TomlTable? table)
    {
        if (table is null)
        {
            return null;
        }

        var model = ReadModel(table);
        var provider = ReadProvider(table);
        var bill = table.OptionalQuantity("usd_per_month", new Limits<UsdPerMonth>(UsdPerMonth.FromDollars(0.01m), RequestRanges.Monthly.High));
        table.RejectUnknown();
        if (table.Has("model") != table.Has("provider"))
        {
            problems.Error(table.Where, "missing-key", "[today] needs \"model\" and \"provider\" together: what is used, and whom it is paid to");
            return null;
        }

        if (!table.Has("model") && !table.Has("usd_per_month"))
        {
            problems.Error(table.Where, "missing-key", "[today] needs \"model\" and \"provider\", or \"usd_per_month\", or all three");
            return null;
        }

        if (model is not null && provider.Length > 0)
        {
            CheckSold(table, model, provider);
        }

        return new(model, provider, bill);
    }

    private Model? ReadModel(TomlTable table)
    {
        if (table.OptionalText("model") is not { } name)
        {
            return null;
        }

        if (catalog.FindModel(name) is { } model)
        {
            return model;
        }

        problems.Error(table.WhereIs("model"), "unknown-model", $"unknown model \"{name}\"{catalog.SuggestModel(name)}");
        return null;
    }

    private string ReadProvider(TomlTable table)
    {
        var name = table.OptionalText("provider") ?? "";
        var known = catalog.Apis.Select(api => api.Provider).Distinct().Order(StringComparer.Ordinal).ToList();
        if (name.Length == 0 || known.Contains(name))
        {
            return name;
        }

        problems.Error(table.WhereIs("provider"), "unknown-provider", $"unknown API provider \"{name}\"{Spelling.DidYouMean(name, known)}");
        return "";
    }

    private void CheckSold(TomlTable table, Model model, string provider)
    {
        var sellers = catalog.ApisFor(model).Where(api => api.IsBase).Select(api => api.Provider).Distinct().Order(StringComparer.Ordinal).ToList();
        if (!sellers.Contains(provider))
        {
            problems.Error(
                table.WhereIs("provider"),
                "not-sold",
                $"no price of {model.Id} at {provider} is known"
                    + (sellers.Count > 0 ? $"; it is known at {string.Join(", ", sellers)}" : "; give \"usd_per_month\" alone"));
        }
    }
}
