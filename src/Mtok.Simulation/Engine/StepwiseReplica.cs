namespace Mtok.Simulation;

/// <summary>
/// A replica step by step (R1), as in engines: each decoding sequence generates a token and allocates the block it needs, and the
/// most recent sequence is preempted if none is free; then the partial prompt, then queued requests in order, while there is room.
/// It is the test oracle of <see cref="Replica"/> and shares only the step times and the prefix cache with it.
/// </summary>
internal sealed class StepwiseReplica(ReplicaKind kind, ushort number, OutcomeLog log, int blocksPerName) : IReplica
{
    private readonly EngineLimits _limits = kind.Limits;
    private readonly StepTable _times = kind.Table;
    private readonly PrefixCache? _cache = kind.Limits.Reuse is PrefixReuse.ByBlocks && blocksPerName > 0 ? new(blocksPerName) : null;
    private readonly List<Sequence> _running = [];
    private readonly List<Sequence> _waiting = [];
    private readonly BlockPages _pages = kind.Limits.Pages;
    private long _free = kind.Limits.KvPages;
    private int _common;
    private long _boundary = Ticks.Never;
    private long _planned;

    public ReplicaTotals Totals { get; } = new();

    public long Outstanding => _running.Concat(_waiting).Sum(sequence => (long)sequence.Job.Input + sequence.Job.Output);

    public int Waiting => _waiting.Count;

    public int InFlight => _running.Count + _waiting.Count;

    public long OldestId => _running.Concat(_waiting).Select(sequence => sequence.Job.Id).DefaultIfEmpty(long.MaxValue).Min();

    public long NoEndBefore => _boundary;

    public List<(long Id, long Time)>? Ended { get; set; }

    private long Available => _free + (_cache?.Idle ?? 0);

    public void Submit(in Job job)
    {
        _waiting.Add(new(job));
        Totals.PeakWaiting = Math.Max(Totals.PeakWaiting, _waiting.Count);
        if (_boundary == Ticks.Never)
        {
            _boundary = job.Time;
        }
    }

    public void AdvanceTo(long time)
    {
        while (_boundary < time)
        {
            Finish();
            if (!Step())
            {
                _boundary = Ticks.Never;
            }
        }
    }

    public long BusyUntil(long time) => Totals.Busy - (_boundary == Ticks.Never ? 0 : Math.Max(0, _boundary - time));

    public int Held(IReadOnlyList<long>? names, int input) =>
        _cache is null || names is null ? 0 : _cache.Match(names, (input - 1) / NameTokens).Names * NameTokens;

    public IReadOnlyList<Job> Stop(long time)
    {
        if (_boundary <= time)
        {
            Finish();
        }
        else if (_boundary != Ticks.Never)
        {
            // The output of the interrupted step was counted as computed, and is lost.
            Totals.Subtract(time, _boundary - time);
        }

        Totals.RepeatedTokens += _running.Sum(sequence => sequence.IsDecoding ? sequence.Stored : sequence.Computed);
        _boundary = Ticks.Never;
        return [.. _running.Concat(_waiting).Select(sequence => sequence.Job).OrderBy(job => job.Id)];
    }

    public IReadOnlyList<Job> ReleaseWaiting(long time)
    {
        var untouched = _waiting.FindAll(sequence => !sequence.Seen);
        _waiting.RemoveAll(sequence => !sequence.Seen);
        Totals.WaitTicks += untouched.Sum(sequence => (double)(time - sequence.Job.Time));
        return [.. untouched.Select(sequence => sequence.Job).OrderBy(job => job.Id)];
    }

    private int NameTokens => _cache!.BlocksPerName * _limits.BlockSize;

    private void Finish()
    {
        foreach (var sequence in _running.Where(sequence => sequence.Made >= sequence.Job.Output).ToList())
        {
            ref var outcome = ref log[sequence.Job.Id];
            outcome.End = _boundary;
            outcome.Ending = Ending.Served;
            Totals.Served++;
            Ended?.Add((sequence.Job.Id, _boundary));
            Release(sequence);
            _running.Remove(sequence);
        }
    }

    /// <summary>One step from scheduling to its tokens; false if there is nothing to do.</summary>
    private bool Step()
    {
        var preempted = AllocateBlocks();
        var decoding = _running.Where(sequence => sequence.IsDecoding).ToList();
        var budget = _limits.MaxBatchedTokens - decoding.Count;
        var chunks = new List<(Sequence Sequence, int Tokens)>();
        if (_running.Find(sequence => !sequence.IsDecoding) is { } partial && budget > 0)
        {
            budget = Chunk(partial, budget, chunks);
        }

        if (!preempted)
        {
            Admit(budget, chunks, decoding);
        }

        if (decoding.Count + chunks.Count == 0)
        {
            return preempted && _waiting.Count > 0 && Step();
        }

        Pass(decoding, chunks);
        return true;
    }

    /// <summary>Allocates a block for each sequence whose next token needs one; the most recent sequences are preempted until there are enough.</summary>
    private bool AllocateBlocks()
    {
        var preempted = false;
        while (_running.Where(sequence => sequence.IsDecoding).Sum(NewPages) > Available)
        {
            if (!DropCommon())
            {
                Requeue(_running.FindLast(sequence => sequence.Job.LowPriority) ?? _running[^1]);
                preempted = true;
            }
        }

        foreach (var sequence in _running.Where(sequence => sequence.IsDecoding))
        {
            TakePages(sequence, NewPages(sequence));
        }

        return preempted;
    }

    private void Admit(int budget, List<(Sequence Sequence, int Tokens)> chunks, List<Sequence> decoding)
    {
        while (_waiting.Count > 0
            && _running.TrueForAll(sequence => sequence.IsDecoding || sequence.Computed == sequence.Prompt)
            && _running.Count < _limits.MaxSequences
            && budget > 0)
        {
            var sequence = _waiting.Find(waiting => !waiting.Job.LowPriority) ?? _waiting[0];
            if (_limits.PlansAhead && _running.Count > 0 && sequence.Job.Time > _planned)
            {
                return;
            }

            var names = _cache is null ? null : sequence.Job.Names;
            var (hit, idle) = names is null ? (0, 0L) : _cache!.Match(names, (sequence.Prompt - 1) / NameTokens);
            var joins = sequence.Job.Prefilled && sequence.Made == 0;
            var skipped = joins ? sequence.Prompt : names is null ? Math.Min(sequence.Job.Cached, sequence.Prompt - 1) : hit * NameTokens;
            var common = _limits.Reuse is PrefixReuse.Share ? Math.Min(sequence.Job.Cached, sequence.Prompt - 1) / _limits.BlockSize : 0;
            var own = _pages.Of(BlocksOf(sequence.Prompt + (joins ? 1 : 0))) - (hit * (_cache?.BlocksPerName ?? 0)) - ((long)_pages.Always * common);
            var tokens = sequence.Prompt - skipped;
            var hasRoom = _limits.ChunkedPrefill || tokens <= budget || (tokens > _limits.MaxBatchedTokens && chunks.Count == 0);
            while (hasRoom && own + Math.Max(0, _pages.Of(common) - _pages.Of(_common)) > Available - idle)
            {
                hasRoom = DropCommon();
            }

            if (!hasRoom)
            {
                return;
            }

            _waiting.Remove(sequence);
            _running.Add(sequence);
            if (names is not null)
            {
                _cache!.Use(names, hit);
            }

            sequence.Shared = hit;
            sequence.Computed = skipped;
            TakePages(sequence, own);
            if (common > _common)
            {
                var longer = _pages.Of(common) - _pages.Of(_common);
                (_common, _free) = (common, _free - longer);
                Totals.PeakPages = Math.Max(Totals.PeakPages, _limits.KvPages - Available);
            }

            sequence.Common = common;
            See(sequence);
            if (joins)
            {
                sequence.Made = 1;
                sequence.IsDecoding = true;
                decoding.Add(sequence);
                budget--;
            }
            else
            {
                budget = Chunk(sequence, budget, chunks);
            }
        }
    }

    private int Chunk(Sequence sequence, int budget, List<(Sequence Sequence, int Tokens)> chunks)
    {
        var left = sequence.Prompt - sequence.Computed;
        var tokens = _limits.ChunkedPrefill ? Math.Min(left, budget) : left;
        chunks.Add((sequence, tokens));
        sequence.Computed += tokens;
        return budget - tokens;
    }

    /// <summary>The pass through the network, and the state of each sequence after it.</summary>
    private void Pass(List<Sequence> decoding, List<(Sequence Sequence, int Tokens)> chunks)
    {
        decoding.ForEach(sequence => sequence.Stored++);
        var context = decoding.Sum(sequence => (long)sequence.Stored);
        var prompt = chunks.Sum(chunk => chunk.Tokens);
        var attention = chunks.Sum(chunk => _times.Attention(chunk.Sequence.Computed - chunk.Tokens, chunk.Tokens));
        var ticks = _times.Fixed(decoding.Count, prompt) + (prompt > 0 ? _times.KvReadMixed(decoding.Count, context) : _times.KvRead(decoding.Count, context))
            + (long)Math.Round(attention);
        Totals.Work(_boundary, ticks, 1);
        Totals.WorkTokens += decoding.Count + prompt;
        Totals.HeldTokenTicks += ticks * Held(decoding, chunks) / _pages.Whole;
        _planned = _boundary;
        _boundary += ticks;
        decoding.ForEach(sequence => sequence.Made++);
        foreach (var (sequence, _) in chunks)
        {
            Keep(sequence);
            if (sequence.Computed == sequence.Prompt)
            {
                if (sequence.Made == 0)
                {
                    log[sequence.Job.Id].First = _boundary;
                }

                sequence.Made++;
                Totals.WorkTokens++;
                sequence.IsDecoding = true;
            }
        }
    }

    private void Requeue(Sequence sequence)
    {
        Totals.RepeatedTokens += sequence.IsDecoding ? sequence.Stored : sequence.Computed;
        Release(sequence);
        _running.Remove(sequence);
        sequence.Prompt = sequence.Job.Input + sequence.Made;
        sequence.Computed = 0;
        sequence.IsDecoding = false;
        _waiting.Insert(sequence.Job.LowPriority ? Math.Max(0, _waiting.FindIndex(waiting => waiting.Job.LowPriority)) : 0, sequence);
        Totals.Preemptions++;
        log[sequence.Job.Id].Preemptions++;
    }

    private void See(Sequence sequence)
    {
        sequence.Stored = sequence.Prompt;
        if (sequence.Seen)
        {
            return;
        }

        sequence.Seen = true;
        ref var outcome = ref log[sequence.Job.Id];
        outcome.Replica = number;
        outcome.Hit = sequence.Job.Prefilled ? outcome.Hit : sequence.Computed;
        outcome.Wait += (float)Ticks.ToSeconds(_boundary - sequence.Job.Time);
        Totals.WaitTicks += _boundary - sequence.Job.Time;
        Totals.Taken++;
    }

    private void Keep(Sequence sequence)
    {
        if (_cache is null || sequence.Job.Names is not { } names)
        {
            return;
        }

        var whole = Math.Min(Math.Min(sequence.Computed, sequence.Job.Input) / NameTokens, names.Count);
        for (; sequence.Shared < whole; sequence.Shared++)
        {
            sequence.Pages -= _cache.BlocksPerName;
            _free += _cache.Keep(names[sequence.Shared]) ? 0 : _cache.BlocksPerName;
        }
    }

    private void Release(Sequence sequence)
    {
        _free += sequence.Pages;
        sequence.Pages = 0;
        if (sequence.Shared > 0)
        {
            _cache!.Leave(sequence.Job.Names!, sequence.Shared);
            sequence.Shared = 0;
        }
    }

    private void TakePages(Sequence sequence, long pages)
    {
        sequence.Pages += pages;
        _free -= pages;
        if (_free < 0)
        {
            _free += _cache!.Evict(-_free);
        }

        Totals.PeakPages = Math.Max(Totals.PeakPages, _limits.KvPages - Available);
    }

    /// <summary>Pages x tokens in memory in a step; what requests share counts once.</summary>
    private double Held(List<Sequence> decoding, List<(Sequence Sequence, int Tokens)> chunks)
    {
        var window = _pages.WindowBlocks * _limits.BlockSize;
        double Once(Sequence sequence) => (((double)sequence.Shared * (_cache?.BlocksPerName ?? 0)) + sequence.Common) * _limits.BlockSize;
        return decoding.Sum(sequence => (_pages.Always * (sequence.Stored - Once(sequence))) + (_pages.Windowed * (double)Math.Min(sequence.Stored, window)))
            + (_limits.BlockSize * (double)((_cache?.Used ?? 0) + _pages.Of(_common) - _pages.Fixed + (_pages.Fixed * decoding.Count)))
            + chunks.Sum(chunk => (_pages.Always * (double)chunk.Tokens) + (_pages.Windowed * (double)Math.Min(chunk.Tokens, window)));
    }

    /// <summary>Frees the end of the common prefix that no request in flight has; false if there is none.</summary>
    private bool DropCommon()
    {
        var needed = _running.Select(sequence => sequence.Common).DefaultIfEmpty().Max();
        var freed = _pages.Of(_common) - _pages.Of(needed);
        var isLonger = _common > needed;
        (_common, _free) = (needed, _free + freed);
        return isLonger;
    }

    private long NewPages(Sequence sequence) =>
        BlocksOf(sequence.Stored + 1) is var block && block > BlocksOf(sequence.Stored) ? _pages.ToGrow(block) : 0;

    private long BlocksOf(int tokens) => (tokens + _limits.BlockSize - 1) / _limits.BlockSize;

    private sealed class Sequence(Job job)
    {
        public Job Job { get; } = job;
        public int Prompt { get; set; } = job.Input;
        public int Computed { get; set; }
        public int Stored { get; set; }
        public int Made { get; set; }
        public int Shared { get; set; }
        public int Common { get; set; }
        public long Pages { get; set; }
        public bool IsDecoding { get; set; }
        public bool Seen { get; set; }
    }
}
