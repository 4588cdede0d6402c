using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Mtok.Server;

/// <summary>Runs jobs, one at a time in the order they came; few wait, and the newest that are over are kept.</summary>
internal sealed class JobBoard(Clock clock) : BackgroundService
{
    /// <summary>How many jobs may wait.</summary>
    public const int MostWaiting = 8;

    private const int MostKept = 32;
    private readonly Channel<Job> _waiting = Channel.CreateBounded<Job>(MostWaiting);
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);

    /// <summary>The jobs that are known, the newest first.</summary>
    public IEnumerable<Job> All => _jobs.Values.OrderByDescending(job => job.Status.Asked);

    /// <summary>A job by its id; null where there is none.</summary>
    public Job? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>Asks for work; null where too much waits.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="work">Does it.</param>
    public Job? Ask(string kind, Func<JobRun, JobResult> work)
    {
        var job = new Job(kind, work, clock.Now);
        if (!_waiting.Writer.TryWrite(job))
        {
            job.Dispose();
            return null;
        }

        _jobs[job.Status.Id] = job;
        foreach (var old in All.Where(each => each.Status.IsOver).Skip(MostKept).ToList())
        {
            _jobs.TryRemove(old.Status.Id, out _);
            old.Dispose();
        }

        return job;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => RunAll(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task RunAll(CancellationToken cancel)
    {
        await foreach (var job in _waiting.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            using var stop = cancel.Register(job.Cancel);
            if (!job.Cancelled.IsCancellationRequested)
            {
                Run(job);
            }
        }
    }

    private void Run(Job job)
    {
        job.Begin();
        try
        {
            var result = job.Work(new(job, clock.Time));
            job.End(JobState.Done, clock.Now, result, null);
        }
        catch (OperationCanceledException)
        {
            job.End(JobState.Cancelled, clock.Now, null, null);
        }
#pragma warning disable CA1031 // One job's fault is its own: the next runs.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            job.End(JobState.Failed, clock.Now, null, $"a fault of this program: {exception.GetType().Name}: {exception.Message}");
        }
    }
}
