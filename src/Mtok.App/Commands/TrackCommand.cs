using System.CommandLine;

namespace Mtok.App;

internal static class TrackCommand
{
    public static Command Build() =>
        new("track", "What a million tokens really did cost: usage, counters and bills read, distinguished and added up.")
        {
            TrackReportCommand.Build(),
            TrackImportCommand.Build(),
            TrackVerifyCommand.Build(),
            TrackCompareCommand.Build(),
            TrackCalibrateCommand.Build(),
            TrackCheckCommand.Build(),
            TrackExportCommand.Build(),
            TrackFetchCommand.Build(),
            TrackRunCommand.Build(),
        };
}
