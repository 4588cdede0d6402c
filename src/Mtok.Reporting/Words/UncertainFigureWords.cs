using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Names of the figures that are drawn.</summary>
internal static class UncertainFigureWords
{
    public static string Of(UncertainFigure figure) => figure switch
    {
        UncertainFigure.Demand => "demand",
        UncertainFigure.OnDemandPrices => "prices on demand",
        UncertainFigure.SpotPrices => "spot prices",
        UncertainFigure.ApiPrices => "API prices",
        UncertainFigure.HoursWithoutSpot => "hours without spot machines",
        UncertainFigure.Throughput { Deployment: var deployment } => $"throughput of {deployment}",
        _ => throw new UnreachableException(),
    };
}
