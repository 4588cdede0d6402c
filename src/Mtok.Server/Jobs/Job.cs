using System.Security.Cryptography;

namespace Mtok.Server;

/// <summary>Long work that was asked for, how far it has come, and its result.</summary>
internal sealed class Job : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancel = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobStatus _status;

    /// <param name="kind">What it does.</param>
    /// <param name="work">Does it.</param>
    /// <param name="at">When it was asked for.</param>
    public Job(string kind, Func<JobRun, JobResult> work, DateTimeOffset at)
    {
        Work = work;
        _status = new(RandomNumberGenerator.GetHexString(24, lowercase: true), kind, JobState.Waiting, at, null, "", null);
    }

    /// <summary>Does the work; throws where it is cancelled.</summary>
    public Func<JobRun, JobResult> Work { get; }

    /// <summary>How it is now.</summary>
    public JobStatus Status => _status;

    /// <summary>The result; null until it is done.</summary>
    public JobResult? Result { get; private set; }

    /// <summary>Cancelled where nobody wants the result any more.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    /// <summary>Asks for its end; one that runs ends at its next step.</summary>
    public void Cancel()
    {
        _cancel.Cancel();
        Change(status => status.State == JobState.Waiting ? status with { State = JobState.Cancelled } : status);
    }

    /// <summary>Says how far it has come.</summary>
    public void Report(string progress) => Change(status => status with { Progress = progress });

    /// <summary>Says that it runs.</summary>
    public void Begin() => Change(status => status with { State = JobState.Running });

    /// <summary>Ends it.</summary>
    /// <param name="state">How it ended.</param>
    /// <param name="at">When.</param>
    /// <param name="result">Its result; null where there is none.</param>
    /// <param name="fault">Why there is none; null where there is.</param>
    public void End(JobState state, DateTimeOffset at, JobResult? result, string? fault)
    {
        Result = result;
        Change(status => status with { State = state, Ended = at, Fault = fault });
    }

    /// <summary>The statuses from now on, each once, up to the last.</summary>
    public async IAsyncEnumerable<JobStatus> Watch([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            JobStatus status;
            lock (_lock)
            {
                (changed, status) = (_changed.Task, _status);
            }

            yield return status;
            if (status.IsOver)
            {
                yield break;
            }

            await changed.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancel.Dispose();

    private void Change(Func<JobStatus, JobStatus> change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _status = change(_status);
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }
}

/// <summary>How a job is.</summary>
public enum JobState
{
    /// <summary>It waits for those before it.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Its result is there.</summary>
    Done,

    /// <summary>It has none, for a reason that is given.</summary>
    Failed,

    /// <summary>Nobody wants it any more.</summary>
    Cancelled,
}

/// <summary>How a job is.</summary>
/// <param name="Id">Its id, which nobody guesses.</param>
/// <param name="Kind">What it does: plan, report or simulate.</param>
/// <param name="State">How it is.</param>
/// <param name="Asked">When it was asked for.</param>
/// <param name="Ended">When it ended; null until then.</param>
/// <param name="Progress">How far it has come, in a line.</param>
/// <param name="Fault">Why it failed; null where it did not.</param>
public sealed record JobStatus(string Id, string Kind, JobState State, DateTimeOffset Asked, DateTimeOffset? Ended, string Progress, string? Fault)
{
    /// <summary>Whether nothing changes any more.</summary>
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
