using System.CommandLine;

namespace Mtok.App;

internal static class ServeCommand
{
    public static Command Build()
    {
        var options = new ServeOptions(ledgerRequired: false);
        var plan = new Option<string?>("--plan") { Description = "A plan saved with --format json: pages compare what happened with it", HelpName = "SAVED.json" };
        var workload = new Option<string?>("--workload") { Description = "The workload that the pages begin with", HelpName = "WORKLOAD.toml" };
        var limits = new Option<string?>("--limits") { Description = "A TOML file with budget, jump and min_coverage for alerts", HelpName = "FILE" };
        var readOnly = new Option<bool>("--read-only")
        {
            Description = "Answer from the closed hours of a ledger that another process writes; nothing is collected",
        };
        var store = new Option<string?>("--store")
        {
            Description = "Let a ClickHouse read the ledger's segments: clickhouse=http://HOST:8123; with --read-only",
            HelpName = "URL",
        };
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
            if (result.GetResult(store) is not null && !result.GetValue(readOnly))
            {
                result.AddError("--store goes with --read-only");
            }

            if (result.GetValue(readOnly) && result.GetResult(options.Ledger) is null)
            {
                result.AddError("--read-only needs --ledger");
            }
        });
        command.SetAction((parsed, cancel) => ServerProcess.Run(
            options.Settings(parsed) with
            {
                Plan = parsed.GetValue(plan),
                Workload = parsed.GetValue(workload),
                Limits = parsed.GetValue(limits),
                ReadOnly = parsed.GetValue(readOnly),
                Store = parsed.GetValue(store),
            },
            cancel));
        return command;
    }
}
