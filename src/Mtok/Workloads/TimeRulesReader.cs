namespace Mtok;

/// <summary>Reads what a workload says of time: the [horizon], [growth] and [switch] tables.</summary>
internal sealed class TimeRulesReader(Problems problems)
{
    private const int MostStages = 3;
    private const int MostBranches = 3;
    private static readonly Limits<int> Months = new(1, 120);
    private static readonly Limits<Ratio> Multiple = new(Ratio.FromPercent(1), Ratio.FromValue(100));
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.One);

    public static Horizon ReadHorizon(TomlTable? table)
    {
        var horizon = new Horizon(
            table?.OptionalCount("months", Months) ?? Horizon.Default.Months,
            table?.OptionalQuantity("cost_of_capital", new Limits<Ratio>(Ratio.Zero, Ratio.One)));
        table?.RejectUnknown();
        return horizon;
    }

    public static SwitchRules ReadSwitch(TomlTable? table)
    {
        var weeks = table?.OptionalQuantity("weeks", new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(104))) ?? Ratio.Zero;
        var notice = table?.OptionalQuantity("notice", new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(36))) ?? Ratio.Zero;
        var rules = new SwitchRules(
            table?.OptionalQuantity("cost", new Limits<Usd>(default, Usd.FromDollars(1e9m))) ?? default,
            Duration.FromHours(24 * 7) * weeks,
            Duration.Month * notice,
            table?.OptionalQuantity("early_exit", Share) ?? Ratio.One);
        table?.RejectUnknown();
        return rules;
    }

    /// <summary>The growth, whose stages all lie before the horizon.</summary>
    public Growth ReadGrowth(TomlTable? table, Horizon horizon)
    {
        if (table is null)
        {
            return Growth.None;
        }

        var yearly = table.OptionalQuantity("yearly", new Limits<Ratio>(Ratio.FromPercent(-99), Ratio.FromValue(99))) ?? Ratio.Zero;
        var months = table.Has("months") ? ReadMonths(table, horizon) : [];
        var demand = table.Has("demand") ? table.QuantityLists("demand", Multiple) : [];
        var chances = table.Has("chances") ? table.QuantityLists("chances", Share) : [];
        table.RejectUnknown();
        if (!table.Has("demand"))
        {
            RejectWithout(table);
            return new([.. months.Select(month => new GrowthStage(month, [], []))], yearly);
        }

        if (table.Has("yearly"))
        {
            problems.Error(table.WhereIs("yearly"), "unused-key", "\"yearly\" moves the forecast's band, and \"demand\" says what demand may be instead");
        }

        IReadOnlyList<int> at = table.Has("months") ? months : [.. Growth.UsualMonths.Where(month => month < horizon.Months)];
        return new(Stages(table, at, demand, chances), yearly);
    }

    private void RejectWithout(TomlTable table)
    {
        if (table.Has("chances"))
        {
            problems.Error(table.WhereIs("chances"), "unused-key", "\"chances\" are of \"demand\", which is missing");
        }
    }

    private List<int> ReadMonths(TomlTable table, Horizon horizon)
    {
        var before = problems.Count;
        var months = table.Quantities("months", new Limits<Ratio>(Ratio.One, Ratio.FromValue(Months.High))).Select(month => month.Value).ToList();
        if (problems.Count > before)
        {
            return [];
        }

        if (months.Count is 0 or > MostStages || months.Exists(month => month != Math.Floor(month) || month >= horizon.Months)
            || months.Zip(months.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            problems.Error(
                table.WhereIs("months"),
                "bad-months",
                $"\"months\" must be 1 to {MostStages} whole numbers of months, each after the one before and before the horizon of {horizon.Months} months");
            return [];
        }

        return months.ConvertAll(month => (int)month);
    }

    private List<GrowthStage> Stages(
        TomlTable table, IReadOnlyList<int> months, IReadOnlyList<IReadOnlyList<Ratio>> demand, IReadOnlyList<IReadOnlyList<Ratio>> chances)
    {
        var stages = new List<GrowthStage>();
        if (months.Count == 0 || demand.Count == 0)
        {
            return stages;
        }

        if (demand.Count != 1 && demand.Count != months.Count)
        {
            Wrong("demand", $"{demand.Count} lists for {months.Count} times in \"months\": give one for each, or one for all");
            return stages;
        }

        if (chances.Count > 1 && chances.Count != demand.Count)
        {
            Wrong("chances", $"{chances.Count} lists, where \"demand\" has {demand.Count}");
            return stages;
        }

        foreach (var (month, at) in months.Select((month, at) => (month, at)))
        {
            var branches = demand[Math.Min(at, demand.Count - 1)];
            IReadOnlyList<Ratio> shares = chances.Count == 0
                ? [.. branches.Select(_ => Ratio.FromValue(1.0 / branches.Count))]
                : chances[Math.Min(at, chances.Count - 1)];
            if (branches.Count is 0 or > MostBranches)
            {
                Wrong("demand", $"{branches.Count} branches at month {month}; it takes 1 to {MostBranches}");
                return [];
            }

            if (shares.Count != branches.Count || Math.Abs(shares.Sum(share => share.Value) - 1) > 1e-6)
            {
                Wrong("chances", $"the chances at month {month} must be {branches.Count}, one of each branch, and add up to 1");
                return [];
            }

            stages.Add(new(month, branches, shares));
        }

        return stages;

        void Wrong(string key, string text) => problems.Error(table.WhereIs(key), "bad-branches", $"\"{key}\": {text}");
    }
}
