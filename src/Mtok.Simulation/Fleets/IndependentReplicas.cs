using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>
/// Replicas whose requests are known in advance: each processes its own requests alone, several per core. Requests come in
/// batches, so that a trace of any length is read once; the next batch is read while replicas process the last.
/// </summary>
internal sealed class IndependentReplicas
{
    private const int BatchSize = 1 << 16;

    private readonly FleetRun _run;
    private readonly (int Group, IReplica Replica)[] _replicas;
    private readonly int _cores;

    public IndependentReplicas(FleetRun run)
    {
        _run = run;
        var groups = run.Fleet.Groups.SelectMany((group, index) => Enumerable.Repeat(index, group.Count)).ToList();
        _replicas = [.. groups.Select((group, number) => (group, run.NewReplica(group, number)))];
        _cores = Math.Clamp(run.Options.Cores, 1, _replicas.Length);
    }

    public FleetReplay Replay(CancellationToken stop)
    {
        var (filling, working) = (NewBatch(), NewBatch());
        var (turn, end) = (0, 0L);
        var work = Task.CompletedTask;
        using var requests = _run.Trace.Requests.GetEnumerator();
        bool more;
        do
        {
            (more, end) = Fill(filling, requests, ref turn, end, stop);
            work.GetAwaiter().GetResult();
            (filling, working) = (working, filling);
            var batch = working;
            work = Task.Run(() => Parallel.For(0, _cores, new() { MaxDegreeOfParallelism = _cores }, core => Work(batch, core)), CancellationToken.None);
            _run.Options.Progress?.Report(new(_run.Log.Count, Ticks.ToDuration(end)));
        }
        while (more && !stop.IsCancellationRequested);
        work.GetAwaiter().GetResult();
        Parallel.For(0, _cores, core => Drain(core, stop.IsCancellationRequested ? end : Ticks.Never));
        return new(
            [.. _replicas.Select((member, number) => new MemberRun(member.Group, number, member.Replica.Totals, [new(0, Ticks.Never, ReplicaStatus.Ready)]))],
            [],
            stop.IsCancellationRequested);
    }

    private List<Job>[] NewBatch() => [.. _replicas.Select(_ => new List<Job>())];

    private (bool More, long End) Fill(List<Job>[] batch, IEnumerator<TraceRequest> requests, ref int turn, long end, CancellationToken stop)
    {
        Array.ForEach(batch, jobs => jobs.Clear());
        for (var count = 0; count < BatchSize; count++)
        {
            if (stop.IsCancellationRequested || !requests.MoveNext())
            {
                return (false, end);
            }

            var request = requests.Current;
            var id = _run.Record(request);
            end = _run.Log[id].Arrival;
            var to = Next(request, ref turn);
            if (to < 0)
            {
                _run.Log[id].Ending = Ending.TooLong;
                continue;
            }

            batch[to].Add(_run.JobOf(id, request, end, _run.Fleet.Groups[_replicas[to].Group]));
        }

        return (true, end);
    }

    /// <summary>The next replica in turn whose memory is large enough; -1 if there is none.</summary>
    private int Next(in TraceRequest request, ref int turn)
    {
        for (var tries = 0; tries < _replicas.Length; tries++)
        {
            var to = turn;
            turn = turn + 1 == _replicas.Length ? 0 : turn + 1;
            if (FleetRun.Fits(request, _run.Fleet.Groups[_replicas[to].Group]))
            {
                return to;
            }
        }

        return -1;
    }

    private void Work(List<Job>[] batch, int core)
    {
        for (var number = core; number < _replicas.Length; number += _cores)
        {
            var replica = _replicas[number].Replica;
            foreach (ref readonly var job in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batch[number]))
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
