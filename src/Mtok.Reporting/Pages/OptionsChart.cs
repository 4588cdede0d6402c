using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>$/Mtok by option, with the interval that throughput gives it; the best of each kind and the cheapest.</summary>
internal static class OptionsChart
{
    private const string PlanName = "The plan, hour by hour";

    public static Picture? Of(Verdict verdict, int show) => Of(verdict.Decision, verdict.Plan, show);

    /// <summary>The options of a decision, beside a plan where there is one.</summary>
    public static Picture? Of(Decision decision, Plan? planned, int show)
    {
        var feasible = decision.Options.Where(option => option.MayWin).ToList();
        var shown = feasible.Take(show).Concat(decision.BestOfEachKind).Distinct().OrderBy(feasible.IndexOf).ToList();
        if (shown.Count == 0)
        {
            return null;
        }

        var models = decision.Workload.Models.Count > 1;
        var first = planned is null ? 0 : 1;
        List<string> names = [.. planned is null
            ? Array.Empty<string>()
            : [PlanName], .. shown.Select(option => models && option.Fleet is null ? $"{option.ModelId}: {option.Name}" : option.Name)];
        List<ChartSeries> series =
        [
            .. shown
                .Index()
                .GroupBy(entry => entry.Item.Kind)
                .Select(kind => new ChartSeries(Words(kind.Key), [.. kind.Select(entry => Point(entry.Index + first, entry.Item.Cost!))], SeriesStyle.Points)),
        ];
        if (planned is { } plan)
        {
            series.Insert(0, new("plan", [new(0, (double)plan.PerMtok.Dollars)], SeriesStyle.Points));
        }

        var chart = new Chart(
            "Cost per million tokens, by option",
            ChartAxis.Of("Option", names),
            Axis("Cost of input and output together", series),
            series,
            [],
            Note(shown, feasible.Count));
        return new("options", chart, Says(decision));
    }

    /// <summary>An axis of money: logarithmic where the most expensive is over 20 times the cheapest.</summary>
    internal static ChartAxis Axis(string label, IEnumerable<ChartSeries> series)
    {
        var values = series.SelectMany(one => one.Points).SelectMany(point => (double[])[point.Y, point.Low ?? point.Y, point.High ?? point.Y]).ToList();
        return new(label, "$/Mtok", Logarithmic: values.Min() > 0 && values.Max() > 20 * values.Min());
    }

    /// <summary>Where the prices of options are from, in a few words.</summary>
    internal static string Prices(IEnumerable<RankedOption> options)
    {
        var dates = options.SelectMany(option => option.Prices).Select(price => price.AsOf).Where(date => date.IsDated).Distinct().Order().ToList();
        return dates.Count switch
        {
            0 => "Prices are undated; their sources are listed with the answer.",
            1 => $"Prices as of {dates[0]}; their sources are listed with the answer.",
            _ => $"Prices as of {dates[0]} to {dates[^1]}; their sources are listed with the answer.",
        };
    }

    internal static string Words(OptionKind kind) => kind switch
    {
        OptionKind.Api => "API",
        OptionKind.OnDemand => "on-demand machines",
        OptionKind.Reserved => "reserved machines",
        OptionKind.Spot => "spot machines",
        OptionKind.Owned => "owned machines",
        OptionKind.Provisioned => "provisioned throughput",
        _ => "machines with API overflow",
    };

    private static ChartPoint Point(int at, OptionCost cost)
    {
        var middle = (double)cost.PerMtok.Allocation.Dollars;
        double Scaled(UsdPerMonth bill) => middle * (bill / cost.Bill.Value).Value;
        return cost.Bill.Low == cost.Bill.High
            ? new(at, middle)
            : new(at, middle, Math.Min(middle, Scaled(cost.Bill.Low)), Math.Max(middle, Scaled(cost.Bill.High)));
    }

    private static string Note(List<RankedOption> shown, int of)
    {
        var evidence = shown.GroupBy(option => PriceNotes.Evidence(option.Kind, option.Evidence)).Select(group => $"{group.Key} {group.Count()}");
        return $"{shown.Count} of {of} options. Evidence: {string.Join(", ", evidence)}. Ranges reflect throughput; prices are fixed. {Prices(shown)}";
    }

    private static string Says(Decision decision)
    {
        var kinds = decision.BestOfEachKind.ToList();
        var best = kinds[0];
        var start = $"The cheapest single option is {best.Name} at {best.Cost!.PerMtok.Allocation}";
        return kinds.Count == 1
            ? $"{start}; no other kind of option serves."
            : $"{start}; the cheapest of another kind, {kinds[1].Name}, costs {kinds[1].Cost!.PerMtok.Allocation}, {DecisionReport.Times(kinds[1], best)}.";
    }
}
