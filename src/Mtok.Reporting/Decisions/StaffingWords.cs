using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>The people and the spares of an answer: what they cost, what they are assumed from, and what the bill is without them.</summary>
internal static class StaffingWords
{
    /// <summary>What people cost, and the bill without them; empty where nobody is counted.</summary>
    public static IEnumerable<string> People(ScreenAnswer answer)
    {
        if (answer is { Bill: { } bill, People.Dollars: > 0 })
        {
            var without = bill - answer.People;
            var perMtok = answer.Offers.Any() ? "" : $", {PerMtok(answer, without)}";
            yield return $"{Money(answer.People)} of it{Basis(answer)}; {Money(without)}{perMtok} without{OfToday(answer)}";
        }
    }

    /// <summary>What stands in for machines that fail: as asked for, or the spare that a service level is assumed to need.</summary>
    public static IEnumerable<string> Spares(ScreenAnswer answer)
    {
        if (answer.Redundancy is not { } redundancy)
        {
            yield break;
        }

        var (fleet, up) = (answer.Decision.Workload.Fleet, $"up {Share(redundancy.Availability)} as promised");
        if (fleet.Availability is { } wanted)
        {
            yield return $"availability {Share(wanted)}: {up}, {StandIn(redundancy)}";
        }

        if (fleet.SparesBy == SparesBy.Zone)
        {
            yield return $"loss of a zone: {(answer.Offers.Any() ? $"covered, {StandIn(redundancy)}" : "no machines to lose")}";
        }
        else if (fleet.Spares > 0)
        {
            yield return $"{CountText.Of(fleet.Spares, "spare")}: {(!answer.Offers.Any() ? "none needed without machines" : Asked(redundancy))}";
        }
        else if (fleet is { UsualSpares: > 0, Availability: null } && answer.Offers.Any())
        {
            yield return $"N+1, assumed: {StandIn(redundancy)}, {up}";
        }
    }

    /// <summary>The same in JSON.</summary>
    public static void AddTo(JsonNode json, ScreenAnswer answer)
    {
        json["people_usd_per_month"] = JsonFigures.Of(answer.Bill is null ? null : answer.People.Dollars);
        json["without_people_usd_per_month"] = JsonFigures.Of(answer.Bill is { } bill ? (bill - answer.People).Dollars : null);
        json["redundancy"] = answer.Redundancy is not { } redundancy ? null : new JsonObject
        {
            ["by"] = redundancy.By.ToString().ToLowerInvariant(),
            ["spares"] = redundancy.Spares,
            ["usd_per_month"] = JsonFigures.Of(redundancy.Cost.Dollars),
            ["availability"] = JsonFigures.Of(redundancy.Availability.Value),
            ["availability_asked"] = JsonFigures.Of(answer.Decision.Workload.Fleet.Availability?.Value),
        };
    }

    /// <summary>How much work of whom at what yearly cost.</summary>
    private static string Basis(ScreenAnswer answer)
    {
        var people = answer.Decision.Workload.People;
        if (people.Fte == default)
        {
            return "";
        }

        var (models, sellers) = (answer.Offers.Any() && people.PerModel > Ratio.Zero, people.PerSeller > Ratio.Zero);
        var parts = new[] { models ? $"{Fte(people.PerModel)} FTE a model" : "", sellers ? $"{Fte(people.PerSeller)}{(models ? "" : " FTE")} a seller" : "" };
        var assumed = people.Evidence == Evidence.Assumed ? ", assumed" : "";
        var elsewhere = answer.Offers.Any() && answer.Decision.Workload.Overheads.Multiplier > Ratio.One ? ", others in the multiplier" : "";
        return $" ({string.Join(", ", parts.Where(part => part.Length > 0))}{assumed}{elsewhere})";
    }

    /// <summary>People that are counted with what is paid today.</summary>
    private static string OfToday(ScreenAnswer answer) => answer is { Today: { } today, Decision.Workload.People.OfSeller: { Dollars: > 0 } people }
        ? $"; today's {Money(today)} with {Money(people)} of people"
        : "";

    private static string Fte(Ratio share) => share.Value.Shown("0.##");

    private static string PerMtok(ScreenAnswer answer, UsdPerMonth bill) =>
        answer.PerMtok is { Dollars: > 0 } price ? (price * (bill / answer.Bill!.Value)).ToString() : "";

    private static string Asked(Redundancy redundancy) =>
        redundancy.By == Planning.StandIn.Api ? "an API stands in" : $"included, {Money(redundancy.Cost)} a month";

    private static string StandIn(Redundancy redundancy) => redundancy.By switch
    {
        Planning.StandIn.Provider => "the provider's own redundancy is in its price",
        Planning.StandIn.Api => "the API stands in",
        Planning.StandIn.Zones when redundancy.Spares == 0 => "other zones stand in, with no machine more",
        Planning.StandIn.Zones => $"other zones stand in ({CountText.Of(redundancy.Spares, "machine")}, {Money(redundancy.Cost)} a month)",
        Planning.StandIn.Spares => $"{CountText.Of(redundancy.Spares, "spare")} ({Money(redundancy.Cost)} a month)",
        _ => "nothing stands in for failed machines",
    };

    private static string Share(Ratio share) => share.Value.Shown("0.###%");
}
