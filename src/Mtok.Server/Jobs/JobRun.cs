using Mtok.Planning;
using Mtok.Reporting;
using Mtok.Simulation;

namespace Mtok.Server;

/// <summary>What work says while it runs; each of it throws where the job is cancelled, and so ends the work between two steps.</summary>
/// <param name="job">The job.</param>
/// <param name="time">Measures how long it takes.</param>
internal sealed class JobRun(Job job, TimeProvider time) : IProgress<SimulationProgress>
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>A search for plans.</summary>
    public void Tell(SolveProgress progress) =>
        Say(ProgressWords.Of(progress, 1, Duration.FromSeconds(Math.Round(time.GetElapsedTime(_began).TotalSeconds)), null));

    /// <summary>A replay.</summary>
    public void Tell(ReplayProgress progress) =>
        Say(progress.Done is { } done ? ProgressWords.Of(progress, done) : $"replay {progress.Round}: {progress.Requests} of {progress.Of}");

    /// <inheritdoc/>
    public void Report(SimulationProgress value) => Say($"{value.Requests} requests, {value.Time} simulated");

    private void Say(string progress)
    {
        job.ThrowIfCancelled();
        job.Report(progress);
    }
}

/// <summary>What work came to: a report, and a page where there is one.</summary>
/// <param name="Report">The report; null where there are only problems.</param>
/// <param name="Page">Makes the page; null where there is none.</param>
/// <param name="Problems">What is wrong with the input; null where nothing is.</param>
internal sealed record JobResult(Report? Report, Func<string>? Page, Problems? Problems)
{
    /// <summary>Its parts for pages of this server; null where there are none.</summary>
    public VerdictParts? Parts { get; init; }

    /// <summary>What is wrong with the input, a line each; null where nothing is.</summary>
    public string? Fault => Problems is null ? null : string.Join('\n', Problems.All.Where(problem => problem.Severity == Severity.Error));
}
