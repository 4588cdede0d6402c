using System.CommandLine;
using Mtok.Server;
using Mtok.Tracking;

namespace Mtok.App;

internal static class ServeCommand
{
    public static Command Build()
    {
        var options = new ServeOptions(ledgerRequired: false);
        var plan = new Option<string?>("--plan")
        {
            Description = "A plan saved with --format json: pages compare what happened with it",
            HelpName = "SAVED.json",
        };
        var workload = new Option<string?>("--workload") { Description = "The workload that the pages begin with", HelpName = "WORKLOAD.toml" };
        var limits = new Option<string?>("--limits") { Description = "A TOML file with budget, jump and min_coverage for alerts", HelpName = "FILE" };
        var readOnly = new Option<bool>("--read-only")
        {
            Description = "Answer from the closed hours of a ledger that another process writes; nothing is collected",
        };
        var store = TrackedInputs.Store();
        var command = new ExampleCommand(
            "serve",
            "The same answers over HTTP and in a browser; with a ledger it also collects usage and metrics (OTLP, Prometheus remote-write, scrapes, logs).",
            [
                "mtok serve",
                "mtok serve --ledger ledger --scrape http://localhost:8000/metrics",
                "mtok serve --ledger ledger --listen 0.0.0.0:8421 --token-file token --certificate cert.pem --key key.pem",
            ]) { plan, workload, limits, readOnly, store };
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(readOnly) && result.GetResult(options.Ledger) is null)
            {
                result.AddError("--read-only needs --ledger");
            }

            if (result.GetResult(store) is not null && !result.GetValue(readOnly))
            {
                result.AddError("--store needs --read-only: what is collected goes into a folder of this machine");
            }
        });
        command.SetAction((parsed, cancel) =>
        {
            var settings = options.Settings(parsed) with
            {
                Plan = parsed.GetValue(plan),
                Workload = parsed.GetValue(workload),
                Limits = parsed.GetValue(limits),
                ReadOnly = parsed.GetValue(readOnly),
            };
            return ServerProcess.Run(Stored(settings, parsed.GetValue(store), parsed.GetValue(options.Ledger)), cancel);
        });
        return command;
    }

    /// <summary>With a store, the ledger's folder is the store's, as it was given.</summary>
    private static ServerSettings Stored(ServerSettings settings, ClickHouseAddress? store, string? ledger) =>
        store is null ? settings : settings with { Store = store.ToString(), Ledger = ledger };
}
