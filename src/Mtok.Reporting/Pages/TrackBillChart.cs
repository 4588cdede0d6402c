using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What makes up a bill: each kind of cost beside the others, and their sum, which is what was billed.</summary>
internal static class TrackBillChart
{
    public static Picture? Of(TrackAnswer answer, string currency)
    {
        if (answer.Bills.FirstOrDefault(bill => bill.Billed.Currency == currency) is not { } bill
            || TrackWords.Parts(answer, bill).ToList() is not { Count: > 0 } parts)
        {
            return null;
        }

        var chart = new Chart(
            "What makes up the bill",
            ChartAxis.Of("Paid for", [.. parts.Select(part => TrackWords.Of(part.Kind)), "= billed"]),
            new("Amount", TrackCharts.Sign(currency)),
            [
                new("paid for", [.. parts.Select((part, at) => new ChartPoint(at, (double)part.Amount.Amount))], SeriesStyle.Bars),
                new("billed", [new(parts.Count, (double)bill.Billed.Amount)], SeriesStyle.Bars),
            ],
            [],
            Sentences.Of(string.Join("; ", parts.Select(part => $"{TrackWords.Of(part.Kind)}: {TrackWords.Meaning(part.Kind)}"))));
        return new(TrackCharts.Name("bill", currency), chart, $"The parts add up to the bill of {TrackWords.Of(bill.Billed)} to the last digit.");
    }
}
