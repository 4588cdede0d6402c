using System.CommandLine;

namespace Mtok.App;

internal static class TrackRunCommand
{
    public static Command Build()
    {
        var options = new ServeOptions(ledgerRequired: true);
        var command = new ExampleCommand(
            "run",
            "Collects usage and metrics into a ledger until it is stopped: OTLP, Prometheus remote-write, scrapes, logs; mtok serve without pages.",
            ["mtok track run --ledger ledger --scrape http://localhost:8000/metrics"]);
        options.AddTo(command);
        command.SetAction((parsed, cancel) => ServerProcess.Run(options.Settings(parsed) with { Pages = false }, cancel));
        return command;
    }
}
