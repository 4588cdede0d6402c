using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Mtok.Server;

/// <summary>Runs jobs, one at a time in the order they came; few wait, and the newest that are over are kept.</summary>
internal sealed class JobBoard(Clock clock) : BackgroundService
{
    /// <summary>How many jobs may wait.</summary>
    public const int MostWaiting = 8;

    private const int MostKept = 32;
    private readonly Channel<Job> _asked = Channel.CreateUnbounded<Job>();
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The jobs that are known, the newest first.</summary>
    public IEnumerable<Job> All => _jobs.Values.OrderByDescending(job => job.Status.Asked);

    /// <summary>A job by its id; null where there is none.</summary>
    public Job? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>Asks for work; null where too much waits, and then what it holds is let go of.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="work">Does it.</param>
    /// <param name="holds">What it needs until its job ends.</param>
    public Job? Ask(string kind, Func<JobRun, JobResult> work, IDisposable holds)
    {
        lock (_lock)
        {
            // One that was cancelled while it waited is passed over and takes no place.
            if (_jobs.Values.Count(each => each.Status.State == JobState.Waiting) >= MostWaiting)
            {
                holds.Dispose();
                return null;
            }

            var job = new Job(kind, work, holds, clock.Time);
            _jobs[job.Status.Id] = job;
            foreach (var old in All.Where(each => each.Status.IsOver).Skip(MostKept).ToList())
            {
                _jobs.TryRemove(old.Status.Id, out _);
            }

            _asked.Writer.TryWrite(job);
            return job;
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => RunAll(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task RunAll(CancellationToken cancel)
    {
        using var stop = cancel.Register(CancelAll);
        await foreach (var job in _asked.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            job.Run();
        }
    }

    private void CancelAll() => All.ToList().ForEach(job => job.Cancel());
}
