using System.CommandLine;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.App;

internal static class TrackVerifyCommand
{
    public static Command Build()
    {
        var ledger = TrackedInputs.Ledger("The folder of the ledger");
        ledger.Required = true;
        var command = new ExampleCommand(
            "verify",
            "Compares every segment of a ledger with the list of them: bytes, rows and sums.",
            ["mtok track verify --ledger ledger"])
        { ledger };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            return LedgerVerification.Of(parsed.GetValue(ledger)!, problems) is { } found
                ? output.Show(parsed, LedgerVerificationReport.Of(found), found.Faults.Count == 0 ? ExitCode.Answer : ExitCode.BadData)
                : Output.Fail(problems);
        });
        return command;
    }
}
