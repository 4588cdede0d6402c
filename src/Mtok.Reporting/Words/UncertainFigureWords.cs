using System.Diagnostics;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Names of the figures that are drawn.</summary>
internal static class UncertainFigureWords
{
    public static string Of(UncertainFigure figure) => figure switch
    {
        UncertainFigure.Demand => "demand",
        UncertainFigure.OnDemandPrices { AcceleratorId: var device } => $"prices on demand of {device}",
        UncertainFigure.SpotPrices { AcceleratorId: var device } => $"spot prices of {device}",
        UncertainFigure.ApiPrices => "API prices",
        UncertainFigure.HoursWithoutSpot => "hours without spot machines",
        UncertainFigure.Throughput { Deployment: var deployment } => $"throughput of {deployment}",
        _ => throw new UnreachableException(),
    };
}
