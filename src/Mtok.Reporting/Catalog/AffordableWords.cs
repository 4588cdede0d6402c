using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The volume that a budget is enough for, in words and as a key.</summary>
internal static class AffordableWords
{
    public static string Of(AffordableVolume affordable) => affordable.Volume.Count > 0
        ? $"The budget of {affordable.Budget} is enough for up to {affordable.Volume} a month."
        : $"The budget of {affordable.Budget} is enough for no volume.";

    /// <summary>A report with the key, where there is a budget.</summary>
    public static JsonObject With(AffordableVolume? affordable, JsonObject json)
    {
        if (affordable is not null)
        {
            json["budget_tokens_per_month"] = JsonFigures.Of(affordable.Volume.Count);
        }

        return json;
    }
}
