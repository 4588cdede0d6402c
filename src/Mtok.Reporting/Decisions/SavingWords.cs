using System.Text.Json.Nodes;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>What the answer saves against what the user pays today.</summary>
internal static class SavingWords
{
    /// <summary>A sentence that leads the answer, with a blank after it; empty where nobody said what is paid today.</summary>
    public static string Of(ScreenAnswer answer)
    {
        if (answer is not { Today: { } today, Bill: { } bill })
        {
            return "";
        }

        if (bill >= today)
        {
            var less = Money(bill) == Money(today) ? "no more" : $"{Money(bill - today)} a month less";
            return $"Stay with what is paid today: {Money(today)} a month, {less} than the best that was found. That would be: ";
        }

        var share = ((bill / today).Value - 1).Shown("0%;0%");
        return answer.Replay is { Holds: false } ? "" : $"Save {Money(today - bill)} a month, {share} of today's {Money(today)}. ";
    }

    /// <summary>The same in JSON.</summary>
    public static void AddTo(JsonNode json, ScreenAnswer answer)
    {
        json["today_usd_per_month"] = JsonFigures.Of(answer.Today?.Dollars);
        json["saving_usd_per_month"] = JsonFigures.Of(answer is { Today: { } today, Bill: { } bill } ? (today - bill).Dollars : null);
    }
}
