namespace Mtok.Tracking;

/// <summary>Whether logs claim enough of what engines count.</summary>
internal static class CoverageChecks
{
    public static IEnumerable<TrackCheck> Of(IReadOnlyList<Coverage> coverage, Ratio least) => coverage.Select(each => Of(each, least))
        .DefaultIfEmpty(new TrackCheck.Unchecked(AlertKind.Coverage, "", UncheckedReason.NoCounters));

    private static TrackCheck Of(Coverage coverage, Ratio least) => coverage.Share is { } share
        ? new TrackCheck.LowCoverage(coverage, share, least)
        : new TrackCheck.Unchecked(AlertKind.Coverage, coverage.Deployment.Length > 0 ? coverage.Deployment : coverage.Model, UncheckedReason.NoUsage);
}
