using System.Globalization;

namespace Mtok.Imports;

/// <summary>What must hold between the figures of one run, whoever measured it; told all at once.</summary>
internal sealed class BenchmarkChecks(Problems problems)
{
    /// <summary>Above this share of failures a run shows how errors are served, not answers.</summary>
    private const double MostFailures = 0.05;

    /// <summary>How far figures that are the same by definition may be apart: means of unequal requests.</summary>
    private const double Same = 0.1;

    /// <summary>Time per token is a mean of means, so it may be further from the one that follows from the totals.</summary>
    private const double SameTime = 0.25;

    /// <summary>Users above their limit are impossible; below it they are while a run starts and ends.</summary>
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
        if (run.RateLimited)
        {
            Warn(run, "rate-limited", "requests arrived at a fixed rate: the figures show what was asked of the machine, not the most it serves");
        }
    }

    private void CheckFailures(BenchmarkRun run)
    {
        if (run is { Completed: { } completed, Failed: { } failed } && failed > 0)
        {
            var share = failed / (completed + failed);
            var text = $"{failed:0} of {completed + failed:0} requests failed ({share.ToString("0.#%", CultureInfo.InvariantCulture)})";
            if (share > MostFailures)
            {
                Error(run, "failed-requests", text + "; above 5 % a run says little of what is served");
            }
            else
            {
                Warn(run, "failed-requests", text);
            }
        }
    }

    /// <summary>Output rate = requests/s x output tokens, total = that and the input; per accelerator x accelerators = all.</summary>
    private void CheckRates(BenchmarkRun run)
    {
        if (run is { OutputRate: { } rate, TotalRate: { } total, Input: { } reads } && rate.PerSecond > total.PerSecond * 0.98 && reads.Count > 0.1 * (run.Output?.Count ?? reads.Count))
        {
            Error(run, "total-for-output", $"output {rate} is no less than the total {total}, though requests have input: a total taken for the output?");
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
            var why = Near(outputs.PerSecond, both, Same) ? ("total-for-output", "that is input and output together: a total taken for the output?")
                : run.Gpus > 1 && Near(outputs.PerSecond * run.Gpus.Value, expected, Same) ? ("per-gpu", "that is the rate of each accelerator, not of all")
                : ("wrong-rate", "one of the three is wrong");
            Error(run, why.Item1, $"output {outputs} where {requests} of {output.Count:0.#} output tokens make {TokensPerSecond.FromPerSecond(expected)}: {why.Item2}");
        }
        else if (run is { TotalRate: { } sum, Input: not null } && !Near(sum.PerSecond, both, Same))
        {
            Warn(run, "wrong-total", $"total {sum} where {requests} of the lengths given make {TokensPerSecond.FromPerSecond(both)}");
        }
    }

    private void CheckGpus(BenchmarkRun run)
    {
        var perCopy = (run.TensorParallel ?? 1) * (run.PipelineParallel ?? 1);
        if (run.Gpus is { } gpus && gpus % perCopy != 0)
        {
            Error(run, "wrong-gpus", $"{gpus} accelerators cannot hold whole copies split over {perCopy}");
        }

        if (run is { Gpus: { } count, OutputRatePerGpu: { } each, OutputRate: { } all } && !Near(each.PerSecond * count, all.PerSecond, Same))
        {
            Error(run, "per-gpu", $"{each} on each of {count} accelerators is not the {all} of all: a rate per accelerator, or other accelerators?");
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
                Error(run, "wrong-time", $"the first token takes {first}, the whole request {end}");
            }
            else if (!Near(each.Seconds, expected, SameTime))
            {
                var halved = Near(each.Seconds * 2, expected, SameTime) ? ": halved, as by a client that counts two chunks a token" : ", so one of the times is wrong";
                Error(run, "wrong-tpot", $"{each} for each token where (end to end - first token) / (output tokens - 1) is {Duration.FromSeconds(expected)}{halved}");
            }
        }
    }

    /// <summary>Little's law: users = requests/s x time of a request.</summary>
    private void CheckUsers(BenchmarkRun run)
    {
        var requests = run.Requests ?? (run is { OutputRate: { } rate, Output: { } tokens } ? rate / tokens : null);
        var end = run.MeanEndToEnd ?? (run is { MeanTtft: { } first, MeanTpot: { } each, Output: { } output } ? Duration.FromSeconds(first.Seconds + (each.Seconds * Math.Max(0, output.Count - 1))) : null);
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
            Error(run, "littles-law", $"{law}; {users} were allowed: a total taken for the output, a rate per accelerator, or times that are halved?");
        }
        else if (run is { Scenario: Scenario.ClosedLoop, Concurrency: { } limit } && expected < limit * FewUsers)
        {
            Warn(run, "littles-law", $"{law}; {limit} were allowed: a short run, mostly start and end?");
        }
    }

    private void CheckLengths(BenchmarkRun run)
    {
        CheckLength(run, "input", run.Input, run.NominalInput);
        CheckLength(run, "output", run.Output, run.NominalOutput);
    }

    private void CheckLength(BenchmarkRun run, string which, Tokens? real, Tokens? nominal)
    {
        if (real is { } was && nominal is { } asked && !Near(was.Count, asked.Count, SameLength))
        {
            Warn(run, "length", $"{asked.Count:0.#} {which} tokens were asked for, {was.Count:0.#} were had; the real length counts");
        }
    }

    private void Error(BenchmarkRun run, string rule, string message) => problems.Error(run.Where, rule, Named(run, message));

    private void Warn(BenchmarkRun run, string rule, string message) => problems.Warn(run.Where, rule, Named(run, message));

    private static string Named(BenchmarkRun run, string message) => run.Path.Length > 0 ? $"{run.Path}: {message}" : message;

    private static bool Near(double left, double right, double tolerance) => Math.Abs(left - right) <= tolerance * Math.Abs(right);
}
