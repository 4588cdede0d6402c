using System.Globalization;

namespace Mtok.Imports;

/// <summary>Consistency checks between the figures of one run, whatever tool measured it; all problems are reported at once.</summary>
internal sealed class BenchmarkChecks(Problems problems)
{
    /// <summary>The tolerance between figures that are equal by definition: they are means over unequal requests.</summary>
    private const double Same = 0.1;

    /// <summary>The tolerance for the time per token: a mean of means may deviate further from the one derived from the totals.</summary>
    private const double SameTime = 0.25;

    /// <summary>The tolerance for users above their limit, which is impossible; below it is normal while a run starts and ends.</summary>
    private const double MostUsers = 1.15;

    private const double FewUsers = 0.8;

    private const double FewestUsers = 0.55;

    private const double SameLength = 0.1;

    public void Check(BenchmarkRun run)
    {
        CheckFailures(run);
        CheckRates(run);
        CheckGpus(run);
        CheckTimePerToken(run);
        CheckUsers(run);
        CheckLengths(run);
        CheckLoad(run);
    }

    /// <summary>What a run shows that is not the maximum of plain serving.</summary>
    private void CheckLoad(BenchmarkRun run)
    {
        if (run.SentRate is not null)
        {
            Warn(run, "rate-limited", "requests arrived at a fixed rate: the figures show the offered load, not the maximum throughput");
        }

        if (run.Scenario == Scenario.Burst)
        {
            var count = run.RequestCount is { } requests ? $"{requests} requests were" : "all requests were";
            Warn(run, "burst", $"{count} sent at once: the rate includes filling and emptying the server, so it is not the maximum throughput");
        }

        if (run.Speculative.Length > 0)
        {
            Warn(run, "speculative", $"it decoded speculatively ({run.Speculative}): stored, but not used as a rate of plain decoding");
        }
    }

    private void CheckFailures(BenchmarkRun run)
    {
        if (BenchmarkLoad.CompletedShare(run) is { } share)
        {
            var missing = (run.Failed ?? 0) + (run.Incomplete ?? 0);
            var what = run.Failed is > 0 ? "failed or did not end" : "did not end";
            var text = $"{missing:0} of {run.Completed + missing:0} requests {what} ({(1 - share.Value).ToString("0.#%", CultureInfo.InvariantCulture)})";
            Warn(run, "failed-requests", share < Measurement.FewestCompleted ? $"{text}; above 5 % the run is stored, but its rate is not used" : text);
        }
    }

    /// <summary>Output rate = requests/s x output tokens; total = output + input; rate per accelerator x accelerators = rate of all.</summary>
    private void CheckRates(BenchmarkRun run)
    {
        if (run is { OutputRate: { } rate, TotalRate: { } total, Input: { } reads }
            && rate.PerSecond > total.PerSecond * 0.98
            && reads.Count > 0.1 * (run.Output?.Count ?? reads.Count))
        {
            Error(run, "total-for-output", $"output {rate} is not below the total {total}, although requests have input: is it the total rate?");
            return;
        }

        if (run is not { OutputRate: { } outputs, Requests: { } requests, Output: { } output })
        {
            return;
        }

        var expected = requests.PerSecond * output.Count;
        var both = expected + (requests.PerSecond * (run.Input?.Count ?? 0));
        if (!Near(outputs.PerSecond, expected, Same))
        {
            var why = Near(outputs.PerSecond, both, Same) ? ("total-for-output", "that is input and output together: is it the total rate?")
                : run.Gpus > 1 && Near(outputs.PerSecond * run.Gpus.Value, expected, Same) ? ("per-gpu", "that is the rate per accelerator, not of all of them")
                : ("wrong-rate", "one of the three is wrong");
            Error(
                run,
                why.Item1,
                $"output {outputs}, but {requests} of {output.Count:0.#} output tokens make {TokensPerSecond.FromPerSecond(expected)}: {why.Item2}");
        }
        else if (run is { TotalRate: { } sum, Input: not null } && !Near(sum.PerSecond, both, Same))
        {
            Warn(run, "wrong-total", $"total {sum}, but {requests} of these lengths make {TokensPerSecond.FromPerSecond(both)}");
        }
    }

    private void CheckGpus(BenchmarkRun run)
    {
        var perCopy = (run.TensorParallel ?? 1) * (run.PipelineParallel ?? 1);
        if (run.Gpus is { } gpus && gpus % perCopy != 0)
        {
            Error(run, "wrong-gpus", $"{gpus} accelerators cannot hold whole copies sharded over {perCopy}");
        }

        if (run is { Gpus: { } count, OutputRatePerGpu: { } each, OutputRate: { } all } && !Near(each.PerSecond * count, all.PerSecond, Same))
        {
            Error(
                run,
                "per-gpu",
                $"{each} on each of {count} accelerators is not the total {all}: is one of them a rate per accelerator, or of other accelerators?");
        }
    }

    /// <summary>The time of the tokens after the first = end to end - first token.</summary>
    private void CheckTimePerToken(BenchmarkRun run)
    {
        if (run is { MeanEndToEnd: { } end, MeanTtft: { } first, MeanTpot: { } each, Output.Count: > 2 and var output })
        {
            var expected = (end.Seconds - first.Seconds) / (output - 1);
            if (expected <= 0)
            {
                Error(run, "wrong-time", $"the first token takes {first}, but the whole request {end}");
            }
            else if (!Near(each.Seconds, expected, SameTime))
            {
                var halved = Near(each.Seconds * 2, expected, SameTime)
                    ? ": halved, as by a client that counts two chunks per token"
                        : ", so one of the times is wrong";
                Error(
                    run,
                    "wrong-tpot",
                    $"{each} per output token, but (end to end - first token) / (output tokens - 1) is {Duration.FromSeconds(expected)}{halved}");
            }
        }
    }

    /// <summary>Little's law: users = requests/s x time of a request.</summary>
    private void CheckUsers(BenchmarkRun run)
    {
        var requests = run.Requests ?? (run is { OutputRate: { } rate, Output: { } tokens } ? rate / tokens : null);
        var end = run.MeanEndToEnd
            ?? (run is { MeanTtft: { } first, MeanTpot: { } each, Output: { } output }
                ? Duration.FromSeconds(first.Seconds + (each.Seconds * Math.Max(0, output.Count - 1)))
                : null);
        if (requests is not { } perSecond || end is not { } time)
        {
            return;
        }

        var expected = perSecond.PerSecond * time.Seconds;
        var law = $"{perSecond} of {time} each keep {expected:0.#} requests in flight (Little's law)";
        if (run.InFlight is { } counted && !Near(counted, expected, 2 * Same))
        {
            Error(run, "littles-law", $"{law}; the file counts {counted:0.#}");
        }
        else if (run is { Scenario: Scenario.ClosedLoop, Concurrency: { } users } && (expected > users * MostUsers || expected < users * FewestUsers))
        {
            Error(run, "littles-law", $"{law}; the limit was {users}: is the rate a total or per accelerator, or are times halved?");
        }
        else if (run is { Scenario: Scenario.ClosedLoop, Concurrency: { } limit } && expected < limit * FewUsers)
        {
            Warn(run, "littles-law", $"{law}; the limit was {limit}: is it a short run, mostly ramp-up and ramp-down?");
        }
    }

    private void CheckLengths(BenchmarkRun run)
    {
        CheckLength(run, "input", run.Input, run.NominalInput);
        CheckLength(run, "output", run.Output, run.NominalOutput);
    }

    private void CheckLength(BenchmarkRun run, string which, Tokens? real, Tokens? nominal)
    {
        if (real is { } was && nominal is { } requested && !Near(was.Count, requested.Count, SameLength))
        {
            Warn(run, "length", $"{requested.Count:0.#} {which} tokens were requested, {was.Count:0.#} measured; the measured length is used");
        }
    }

    private void Error(BenchmarkRun run, string rule, string message) => problems.Error(run.Where, rule, Named(run, message));

    private void Warn(BenchmarkRun run, string rule, string message) => problems.Warn(run.Where, rule, Named(run, message));

    private static string Named(BenchmarkRun run, string message) => run.Path.Length > 0 ? $"{run.Path}: {message}" : message;

    private static bool Near(double left, double right, double tolerance) => Math.Abs(left - right) <= tolerance * Math.Abs(right);
}
