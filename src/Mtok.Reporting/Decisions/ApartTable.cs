namespace Mtok.Reporting;

/// <summary>The cost of input, cached input and output apart (C8), as a table.</summary>
internal static class ApartTable
{
    /// <summary>The cheapest option of each model, its price together and apart.</summary>
    public static Table BestOfEachModel(IEnumerable<(string Model, string Name, UsdPerMtok PerMtok, TokenSplit? Apart, Usd? Task)> options) => new(
        "Input, cached input and output apart, the best of each model",
        [
            new("Model"), new("Option"), new("$/Mtok", Numbers: true), new("In", Numbers: true), new("Cached", Numbers: true), new("Out", Numbers: true),
            new("$/1,000 tasks", Numbers: true),
        ],
        [.. options.DistinctBy(option => option.Model).Select(option => (string[])[
            option.Model, option.Name, MoneyText.Price(option.PerMtok), MoneyText.Price(option.Apart?.Input), MoneyText.Price(option.Apart?.Cached),
            MoneyText.Price(option.Apart?.Output),
            option.Task is { } task ? (task.Dollars * 1000).Shown("#,##0.00") : ""])]);
}
