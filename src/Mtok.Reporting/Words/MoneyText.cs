namespace Mtok.Reporting;

/// <summary>Money as reports write it: whole dollars a month with their thousands, prices without the unit that the column names.</summary>
internal static class MoneyText
{
    /// <summary><c>$4,519</c>.</summary>
    public static string Money(UsdPerMonth cost) => "$" + Number(cost);

    /// <summary><c>4,519</c>, where the column says $.</summary>
    public static string Number(UsdPerMonth cost) => Number(cost.Dollars);

    /// <summary>The same of dollars.</summary>
    public static string Number(decimal dollars) => dollars.Shown("#,##0");

    /// <summary><c>0.1486</c>, where the column says $/Mtok; nothing where there is none.</summary>
    public static string Price(UsdPerMtok? price) =>
        price is { } known ? known.ToString().Replace("$", "", StringComparison.Ordinal).Replace("/Mtok", "", StringComparison.Ordinal) : "";
}
