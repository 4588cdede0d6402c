using System.Runtime.InteropServices;
using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>
/// Replicas whose requests are known in advance: each processes its own requests alone, several per core. Requests come in
/// batches, so that a trace of any length is read once; the next batch is read while replicas process the last.
/// </summary>
internal sealed class IndependentReplicas : FleetReplay
{
    private readonly FleetRun _run;
    private readonly (int Group, IReplica Replica)[] _replicas;
    private readonly int _cores;
    private readonly int _batchSize;
    private int _turn;
    private long _end;

    public IndependentReplicas(FleetRun run)
    {
        _run = run;
        var groups = run.Fleet.Groups.SelectMany((group, index) => Enumerable.Repeat(index, group.Count)).ToList();
        _replicas = [.. groups.Select((group, number) => (group, run.NewReplica(group, number)))];
        _cores = Math.Clamp(run.Options.Cores, 1, _replicas.Length);
        // Cores that wait for each other should not do so often.
        _batchSize = _cores == 1 ? BatchSize : 16 * BatchSize;
    }

    public override IEnumerable<ReadOnlyMemory<Outcome>> Outcomes(CancellationToken stop)
    {
        var (filling, working) = (NewBatch(), NewBatch());
        var work = Task.CompletedTask;
        using var requests = _run.Trace.Requests.GetEnumerator();
        try
        {
            bool more;
            do
            {
                var filled = _run.Log.Count;
                more = Fill(filling, requests, stop);
                work.GetAwaiter().GetResult();
                var isDue = IsLookDue(filled, _replicas.Sum(member => (long)member.Replica.InFlight));
                var open = isDue ? Math.Min(filled, _replicas.Min(member => member.Replica.OldestId)) : 0;
                (filling, working) = (working, filling);
                work = Begin(working);
                _run.Options.Progress?.Report(new(_run.Log.Count, Ticks.ToDuration(_end)));
                foreach (var piece in _run.Log.Take(open))
                {
                    yield return piece;
                }
            }
            while (more);
        }
        finally
        {
            work.GetAwaiter().GetResult();
        }

        Parallel.For(0, _cores, core => Drain(core, Stopped ? _end : Ticks.Never));
        Members =
        [
            .. _replicas.Select((member, number) => new MemberRun(member.Group, number, member.Replica.Totals, [new(0, Ticks.Never, ReplicaStatus.Ready)])),
        ];
        foreach (var piece in _run.Log.Take(_run.Log.Count))
        {
            yield return piece;
        }
    }

    private List<Job>[] NewBatch() => [.. _replicas.Select(_ => new List<Job>())];

    /// <summary>Reads the next batch; false if it is the last.</summary>
    private bool Fill(List<Job>[] batch, IEnumerator<TraceRequest> requests, CancellationToken stop)
    {
        Array.ForEach(batch, jobs => jobs.Clear());
        for (var count = 0; count < _batchSize; count++)
        {
            if (!requests.MoveNext())
            {
                return false;
            }

            if (stop.IsCancellationRequested)
            {
                Stopped = true;
                return false;
            }

            var request = requests.Current;
            _end = Ticks.From(request.Arrival);
            var id = _run.Log.Add(request, _end);
            var to = Next(request);
            if (to < 0)
            {
                _run.Log[id].Ending = Ending.TooLong;
                continue;
            }

            batch[to].Add(_run.JobOf(id, request, _end, _run.Fleet.Groups[_replicas[to].Group]));
        }

        return true;
    }

    /// <summary>The next replica in turn whose memory is large enough; -1 if there is none.</summary>
    private int Next(in TraceRequest request)
    {
        for (var tries = 0; tries < _replicas.Length; tries++)
        {
            var to = _turn;
            _turn = _turn + 1 == _replicas.Length ? 0 : _turn + 1;
            if (_run.Fits(request, _replicas[to].Group))
            {
                return to;
            }
        }

        return -1;
    }

    private Task Begin(List<Job>[] batch)
    {
        if (_cores > 1)
        {
            return Task.Run(() => Parallel.For(0, _cores, new() { MaxDegreeOfParallelism = _cores }, core => Work(batch, core)), CancellationToken.None);
        }

        Work(batch, 0);
        return Task.CompletedTask;
    }

    private void Work(List<Job>[] batch, int core)
    {
        for (var number = core; number < _replicas.Length; number += _cores)
        {
            var replica = _replicas[number].Replica;
            foreach (ref readonly var job in CollectionsMarshal.AsSpan(batch[number]))
            {
                replica.AdvanceTo(job.Time);
                replica.Submit(job);
            }
        }
    }

    private void Drain(int core, long time)
    {
        for (var number = core; number < _replicas.Length; number += _cores)
        {
            _replicas[number].Replica.AdvanceTo(time);
        }
    }
}
