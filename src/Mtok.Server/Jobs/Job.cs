using System.Security.Cryptography;

namespace Mtok.Server;

/// <summary>Long work that was asked for, how far it has come, and its result. What it holds is let go of when it ends, however it ends.</summary>
internal sealed class Job
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (Func<JobRun, JobResult> Do, IDisposable Holds)? _work;
    private volatile bool _isCancelled;
    private JobStatus _status;

    /// <param name="kind">What it does.</param>
    /// <param name="work">Does it; throws where it is cancelled.</param>
    /// <param name="holds">What the work needs until the job ends, such as a trace's file.</param>
    /// <param name="time">When it was asked for, and ends.</param>
    public Job(string kind, Func<JobRun, JobResult> work, IDisposable holds, TimeProvider time)
    {
        _work = (work, holds);
        _time = time;
        _status = new(RandomNumberGenerator.GetHexString(24, lowercase: true), kind, JobState.Waiting, time.GetUtcNow(), null, "", null);
    }

    /// <summary>How it is now.</summary>
    public JobStatus Status => _status;

    /// <summary>The result; null until it is done, and where there is none.</summary>
    public JobResult? Result { get; private set; }

    /// <summary>Ends the work where nobody wants its result any more.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void ThrowIfCancelled()
    {
        if (_isCancelled)
        {
            throw new OperationCanceledException();
        }
    }

    /// <summary>Asks for its end: one that waits ends at once, one that runs at its next step.</summary>
    public void Cancel()
    {
        _isCancelled = true;
        if (_status.State == JobState.Waiting)
        {
            Over(JobState.Waiting, JobState.Cancelled, null, null);
        }
    }

    /// <summary>Says how far it has come.</summary>
    public void Report(string progress) => Change(status => status with { Progress = progress });

    /// <summary>Does the work; nothing where it was cancelled before.</summary>
    public void Run()
    {
        if (_work?.Do is not { } work || !Change(status => status.State == JobState.Waiting ? status with { State = JobState.Running } : null))
        {
            return;
        }

        try
        {
            var result = work(new(this, _time));
            Over(JobState.Running, result.Problems is null ? JobState.Done : JobState.Failed, result, result.Fault);
        }
        catch (OperationCanceledException)
        {
            Over(JobState.Running, JobState.Cancelled, null, null);
        }
#pragma warning disable CA1031 // One job's fault is its own: the next runs.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Over(JobState.Running, JobState.Failed, null, $"a fault of this program: {exception.GetType().Name}: {exception.Message}");
        }
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

    /// <summary>Ends it, once: what it held is let go of before anybody sees that it is over.</summary>
    private void Over(JobState from, JobState state, JobResult? result, string? fault)
    {
        lock (_lock)
        {
            if (_status.State != from)
            {
                return;
            }

            _work?.Holds.Dispose();
            (_work, Result) = (null, result);
            Change(status => status with { State = state, Ended = _time.GetUtcNow(), Fault = fault });
        }
    }

    /// <summary>Changes its status and wakes who watches.</summary>
    /// <returns>Whether it changed: not where the change is null.</returns>
    private bool Change(Func<JobStatus, JobStatus?> change)
    {
        lock (_lock)
        {
            if (change(_status) is not { } changed)
            {
                return false;
            }

            _status = changed;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
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
/// <param name="Fault">Why it failed, in words; null where it did not.</param>
public sealed record JobStatus(string Id, string Kind, JobState State, DateTimeOffset Asked, DateTimeOffset? Ended, string Progress, string? Fault)
{
    /// <summary>Whether nothing changes any more.</summary>
    public bool IsOver => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
