using System.Runtime.CompilerServices;

namespace Mtok.Simulation;

/// <summary>
/// A replica in closed form (R2): between two events its batch is constant and each step takes longer than the one before by the
/// same amount, so that any number of steps is one sum. The stepwise mode (<see cref="StepwiseReplica"/>) ends at the same ticks.
/// </summary>
internal sealed class Replica : IReplica
{
    private const int None = -1;

    private readonly EngineLimits _limits;
    private readonly StepTable _times;
    private readonly OutcomeLog _log;
    private readonly ushort _number;
    private readonly PrefixCache? _cache;
    private readonly EndHeap _ends = new();
    private readonly EndHeap _windowEnds = new();
    private readonly BlockPages _pages;
    private readonly int _wholePages;
    private readonly long _windowTokens;
    private readonly RequestQueue _normal = new();
    private readonly RequestQueue _lowPriority = new();
    private readonly int[] _phases;
    private readonly int _block;
    private readonly BlockDivision _blocks;
    private readonly long _kvPages;
    private readonly int _blocksPerName;

    // Whether a step may be taken before its time. Where steps are planned ahead, what arrives is not in the schedule of the next step either;
    // but blocks that this step evicts are looked at, and it does not take place where the replica is lost.
    private readonly bool _startsNext;

    private Sequence[] _sequences = new Sequence[64];
    private int _used;
    private int _spare = None;
    private int _oldest = None;
    private int _newest = None;
    private int _partial = None;
    private int[] _inStep = new int[16];
    private int _inStepCount;
    private long _promptHeld;

    private long _boundary = Ticks.Never;
    private readonly List<int> _ending = [];
    private long _iteration;
    private long _entries;
    private int _decoding;
    private int _running;
    private int _lowPriorityRunning;
    private long _context;

    // Of the decoding sequences: tokens within windows, sequences that still fill theirs, tokens shared with others.
    private long _windowed;
    private int _growing;
    private long _shared;

    // Pages that the decoding sequences allocate each block-size steps, blocks common to all requests, and pages left.
    private long _growth;
    private int _common;
    private long _free;

    // When the current step was scheduled: requests that arrived later are not in the schedule of the next.
    private long _planned;

    // The current run of steps, needed to evaluate it when it is interrupted.
    private long _runStart;
    private long _runSteps;
    private StepSeries _run;

    public Replica(ReplicaKind kind, ushort number, OutcomeLog log, int blocksPerName, bool mayBeLost)
    {
        _limits = kind.Limits;
        _times = kind.Table;
        _number = number;
        _log = log;
        _block = _limits.BlockSize;
        _blocks = new(_block);
        _kvPages = _limits.KvPages;
        _pages = _limits.Pages;
        _wholePages = _pages.Whole;
        _windowTokens = _pages.WindowBlocks * _block;
        _free = _kvPages;
        _phases = new int[_limits.BlockSize];
        _cache = _limits.Reuse is PrefixReuse.ByBlocks && blocksPerName > 0 ? new(blocksPerName) : null;
        _blocksPerName = _cache?.BlocksPerName ?? 0;
        _startsNext = _limits.PlansAhead && _cache is null && !mayBeLost;
    }

    public ReplicaTotals Totals { get; } = new();

    /// <summary>Sees requests as they get their tokens; null for nobody.</summary>
    public IOutcomeWatch? Watch { get; init; }

    public long Outstanding { get; private set; }

    public int Waiting
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _normal.Count + _lowPriority.Count;
    }

    public int InFlight => _running + Waiting;

    public long OldestId
    {
        get
        {
            var oldest = Math.Min(OldestOf(_normal), OldestOf(_lowPriority));
            for (var slot = _oldest; slot != None; slot = _sequences[slot].Newer)
            {
                oldest = Math.Min(oldest, _sequences[slot].Job.Id);
            }

            return oldest;
        }
    }

    public long NoEndBefore { get; private set; } = Ticks.Never;

    public List<(long Id, long Time)>? Ended { get; set; }

    private long Available
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _cache is null ? _free : _free + _cache.Idle;
    }

    public void Submit(in Job job)
    {
        var slot = NewSlot();
        ref var sequence = ref _sequences[slot];
        sequence = default;
        sequence.Job = job;
        sequence.Prompt = job.Input;
        (job.LowPriority ? _lowPriority : _normal).Add(slot);
        Outstanding += job.Input + job.Output;
        Totals.PeakWaiting = Math.Max(Totals.PeakWaiting, Waiting);
        if (_boundary == Ticks.Never)
        {
            _boundary = job.Time;
        }

        // The request may be short, and end before those in flight.
        NoEndBefore = Math.Min(NoEndBefore, _boundary);
    }

    public void AdvanceTo(long time)
    {
        while (_boundary < time)
        {
            Finish();
            if (!Start(time))
            {
                _boundary = Ticks.Never;
                NoEndBefore = Ticks.Never;
            }
        }
    }

    public long BusyUntil(long time) => Totals.Busy - (_boundary == Ticks.Never ? 0 : Math.Max(0, _boundary - time));

    public int Held(IReadOnlyList<long>? names, int input) =>
        _cache is null || names is null ? 0 : _cache.Match(names, MostNames(input)).Names * _cache.BlocksPerName * _block;

    public IReadOnlyList<Job> Stop(long time)
    {
        var jobs = new List<Job>();
        if (_boundary <= time)
        {
            Finish();
        }

        BreakOff(time);
        for (var slot = _oldest; slot != None; slot = _sequences[slot].Newer)
        {
            ref var sequence = ref _sequences[slot];
            Totals.RepeatedTokens += slot == _partial ? sequence.Computed : sequence.Prompt + _iteration - sequence.Began;
            jobs.Add(sequence.Job);
        }

        while (Waiting > 0)
        {
            jobs.Add(_sequences[(_normal.Count > 0 ? _normal : _lowPriority).Take()].Job);
        }

        _boundary = Ticks.Never;
        NoEndBefore = Ticks.Never;
        Outstanding = 0;
        return [.. jobs.OrderBy(job => job.Id)];
    }

    public IReadOnlyList<Job> ReleaseWaiting(long time)
    {
        var jobs = new List<Job>();
        ReleaseWaiting(_normal, jobs);
        ReleaseWaiting(_lowPriority, jobs);
        Totals.WaitTicks += jobs.Sum(job => (double)(time - job.Time));
        return [.. jobs.OrderBy(job => job.Id)];
    }

    private void ReleaseWaiting(RequestQueue queue, List<Job> jobs)
    {
        for (var left = queue.Count; left > 0; left--)
        {
            var slot = queue.Take();
            ref var sequence = ref _sequences[slot];
            if (sequence.Seen)
            {
                queue.Add(slot);
                continue;
            }

            jobs.Add(sequence.Job);
            Outstanding -= sequence.Job.Input + sequence.Job.Output;
            sequence.Job = default;
            sequence.Newer = _spare;
            _spare = slot;
        }
    }

    private long OldestOf(RequestQueue queue)
    {
        var oldest = long.MaxValue;
        for (var place = 0; place < queue.Count; place++)
        {
            oldest = Math.Min(oldest, _sequences[queue[place]].Job.Id);
        }

        return oldest;
    }

    /// <summary>Reverts the steps of a run that have not started by then.</summary>
    private void BreakOff(long time)
    {
        if (_boundary == Ticks.Never || _boundary <= time)
        {
            return;
        }

        var steps = _run.StepsTo(time - _runStart, _runSteps);
        _iteration -= _runSteps - steps;
        Totals.WorkTokens -= (_runSteps - steps) * _decoding;
        Totals.Steps -= _runSteps - steps;
        Totals.Subtract(time, _boundary - time);
    }

    /// <summary>Finishes the sequences whose last token was generated by the step that ends now.</summary>
    private void Finish()
    {
        if (_ends.First > _iteration)
        {
            return;
        }

        var first = _ends.Pop();
        if (_ends.First > _iteration)
        {
            Finish(first);
            return;
        }

        _ending.Clear();
        _ending.Add(first);
        while (_ends.First <= _iteration)
        {
            _ending.Add(_ends.Pop());
        }

        // In order of arrival: it decides which of their blocks are evicted first.
        _ending.Sort((left, right) => _sequences[left].Entered.CompareTo(_sequences[right].Entered));
        _ending.ForEach(Finish);
    }

    private void Finish(int slot)
    {
        ref var sequence = ref _sequences[slot];
        ref var outcome = ref _log[sequence.Job.Id];
        outcome.End = _boundary;
        outcome.Ending = Ending.Served;
        Watch?.Ended(outcome);
        Totals.Served++;
        Outstanding -= sequence.Job.Input + sequence.Job.Output;
        Ended?.Add((sequence.Job.Id, _boundary));
        StopDecoding(ref sequence, slot, sequence.Prompt + (int)(_iteration - sequence.Began));
        LeaveWork(ref sequence);
        sequence.Job = default;
        sequence.Newer = _spare;
        _spare = slot;
    }

    /// <summary>Starts the next step, or as many as no event interrupts; false if there is nothing to do.</summary>
    private bool Start(long limit)
    {
        FillWindows();
        var (preempted, phase) = (false, Phase(_iteration + 1));
        while (_phases[phase] > Available)
        {
            if (!DropCommon())
            {
                PreemptOne();
                preempted = true;
            }
        }

        var (prompt, budget, attention) = (0, _limits.MaxBatchedTokens - _decoding, 0.0);
        _promptHeld = 0;
        _inStepCount = 0;
        TakePages(_phases[phase]);
        if (_partial != None && budget > 0)
        {
            Chunk(_partial, ref prompt, ref budget, ref attention);
        }

        if (!preempted && Waiting > 0)
        {
            Admit(ref prompt, ref budget, ref attention);
        }

        if (prompt > 0)
        {
            Mixed(prompt, attention);
            return true;
        }

        if (_decoding > 0)
        {
            Decode(limit, mayAdmitNext: preempted);
            return true;
        }

        return preempted && Waiting > 0 && Start(limit);
    }

    private void Admit(ref int prompt, ref int budget, ref double attention)
    {
        while (Waiting > 0 && _partial == None && _running < _limits.MaxSequences && budget > 0)
        {
            var queue = _normal.Count > 0 ? _normal : _lowPriority;
            var slot = queue.First;
            ref var sequence = ref _sequences[slot];
            if (!IsPlanned(sequence.Job))
            {
                return;
            }

            var names = _cache is null ? null : sequence.Job.Names;
            var (hit, idle) = names is null ? (0, 0L) : _cache!.Match(names, MostNames(sequence.Prompt));
            var shared = hit * _blocksPerName;
            var skipped = sequence.Job.Prefilled && sequence.Made == 0
                ? sequence.Prompt
                : names is null ? Math.Min(sequence.Job.Cached, sequence.Prompt - 1) : shared * _block;
            var common = CommonBlocks(sequence);
            var blocks = BlocksOf(sequence.Prompt);
            var tokens = sequence.Prompt - skipped;
            var next = tokens == 0 && sequence.Prompt % _block == 0 ? _pages.ToGrow(blocks + 1) : 0;
            var own = _pages.Of(blocks) - shared - ((long)_pages.Always * common) + next;
            if (!HasRoom(tokens, budget, prompt))
            {
                return;
            }

            while (own + CommonGrowth(common) > Available - idle)
            {
                if (!DropCommon())
                {
                    return;
                }
            }

            queue.Take();
            if (names is not null)
            {
                _cache!.Use(names, hit);
            }

            TakePages(own + CommonGrowth(common));
            _common = Math.Max(_common, common);
            sequence.Common = common;
            sequence.Shared = hit;
            sequence.Computed = skipped;
            EnterWork(slot, ref sequence);
            if (tokens == 0)
            {
                BeginDecoding(slot, ref sequence);
                budget--;
                continue;
            }

            Chunk(slot, ref prompt, ref budget, ref attention);
        }
    }

    /// <summary>Whether it arrived before the step that ends now started, or nothing is in flight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPlanned(in Job job) => !_limits.PlansAhead || _running == 0 || job.Time <= _planned;

    /// <summary>A prompt that may not be split waits for a step with room for all of it; one longer than any step gets a step of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasRoom(int tokens, int budget, int prompt) =>
        _limits.ChunkedPrefill || tokens <= budget || (tokens > _limits.MaxBatchedTokens && prompt == 0);

    /// <summary>Adds as much of a prompt to the step as fits; if some is left, it becomes the partial prompt.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Chunk(int slot, ref int prompt, ref int budget, ref double attention)
    {
        ref var sequence = ref _sequences[slot];
        var left = sequence.Prompt - sequence.Computed;
        var tokens = _limits.ChunkedPrefill ? Math.Min(left, budget) : left;
        attention += _times.Attention(sequence.Computed, tokens);
        prompt += tokens;
        budget -= tokens;
        _promptHeld += (_pages.Always * (long)tokens) + (_pages.Windowed * Math.Min(tokens, _windowTokens));
        sequence.Computed += tokens;
        if (_inStepCount == _inStep.Length)
        {
            Array.Resize(ref _inStep, 2 * _inStepCount);
        }

        _inStep[_inStepCount++] = slot;
        _partial = sequence.Computed < sequence.Prompt ? slot : None;
    }

    /// <summary>A step that computes prompt tokens.</summary>
    private void Mixed(int prompt, double attention)
    {
        var context = _context + _decoding;
        var ticks = _times.Fixed(_decoding, prompt) + _times.KvReadMixed(_decoding, context) + (long)Math.Round(attention);
        _windowed += _growing;
        Hold((double)ticks * (Held(context) + _promptHeld));
        _context = context;
        Run(new(ticks, 0), ticks, 1, prompt + _decoding);
        NoEndBefore = _boundary;
        for (var index = 0; index < _inStepCount; index++)
        {
            var slot = _inStep[index];
            ref var sequence = ref _sequences[slot];
            KeepPrefix(ref sequence);
            if (sequence.Computed == sequence.Prompt)
            {
                if (sequence.Made == 0)
                {
                    ref var outcome = ref _log[sequence.Job.Id];
                    outcome.First = _boundary;
                    Watch?.Began(outcome);
                }

                sequence.Made++;
                Totals.WorkTokens++;
                BeginDecoding(slot, ref sequence);
            }
        }
    }

    /// <summary>Decode-only steps until an event: an end, no free block, the end of the window, or an arrival.</summary>
    private void Decode(long limit, bool mayAdmitNext)
    {
        var (b, c) = ((long)_decoding, _context);
        var steps = _ends.First - _iteration;
        // The pages of the first step are allocated already.
        var taken = _phases[Phase(_iteration + 1)];
        if (Available + taken < _growth * (_blocks.Whole(steps) + 1))
        {
            steps = Math.Min(steps, StepsUntilDry(steps, Available + taken));
        }

        steps = Math.Min(steps, _windowEnds.First - _iteration);
        var windowed = _times.WindowedSlope != 0 && c + b <= b * _times.Span;
        if (windowed)
        {
            steps = Math.Min(steps, ((b * _times.Span) - c) / b);
        }

        var first = _times.Fixed(_decoding, 0) + _times.KvRead(_decoding, c + b);
        var more = b * (_times.Slope + (windowed ? _times.WindowedSlope : 0));
        var run = new StepSeries(first, more);
        // Low-priority requests give way to arrivals; otherwise an arrival only makes steps longer.
        var natural = _lowPriority.Count > 0 || _lowPriorityRunning > 0 ? Ticks.Never : _boundary + run.Sum(steps);
        if (mayAdmitNext || (Waiting > 0 && !IsPlanned(_sequences[(_normal.Count > 0 ? _normal : _lowPriority).First].Job)))
        {
            steps = 1;
            natural = Ticks.Never;
        }

        // A request that arrives behind a blocked queue changes nothing.
        if (_normal.Count == 0 && limit != Ticks.Never)
        {
            var started = run.StepsTo(limit - _boundary, steps);
            steps = started < steps && Waiting == 0 && _startsNext ? started + 1 : started;
        }

        var ticks = run.Sum(steps);
        var growing = _growing;
        _windowed += growing;
        Hold(run.Held(steps, Held(c + b), (_pages.Always * b) + ((long)_pages.Windowed * growing)));
        _windowed += (steps - 1) * growing;
        TakePages(PagesTaken(steps) - taken);
        _context += steps * b;
        Run(run, ticks, steps, (long)_decoding * steps);
        NoEndBefore = natural == Ticks.Never ? _boundary : natural;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Run(StepSeries run, long ticks, long steps, long tokens)
    {
        Totals.Work(_boundary, ticks, steps);
        Totals.WorkTokens += tokens;
        _runStart = _boundary;
        _runSteps = steps;
        _run = run;
        _planned = _boundary + run.Sum(steps - 1);
        _boundary += ticks;
        _iteration += steps;
    }

    private long StepsUntilDry(long most, long available)
    {
        var cycles = Math.Min(available / _growth, most / _block);
        var (steps, left) = (cycles * _block, available - (cycles * _growth));
        while (steps < most && _phases[Phase(_iteration + steps + 1)] is var needed && needed <= left)
        {
            steps++;
            left -= needed;
        }

        return steps;
    }

    /// <summary>Pages that the decoding sequences allocate in the next steps: each for a block every block-size steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long PagesTaken(long steps)
    {
        var (cycles, rest) = (_blocks.Whole(steps), _blocks.Rest(steps));
        var (pages, first) = (cycles * _growth, Phase(_iteration + 1));
        var before = Math.Min(rest, _block - first);
        foreach (var of in _phases.AsSpan(first, before))
        {
            pages += of;
        }

        foreach (var of in _phases.AsSpan(0, rest - before))
        {
            pages += of;
        }

        return pages;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginDecoding(int slot, ref Sequence sequence)
    {
        // The first token of a prefilled request was generated before it arrived.
        sequence.Made = Math.Max(1, sequence.Made);
        sequence.Began = _iteration;
        sequence.End = _iteration + sequence.Job.Output - sequence.Made;
        sequence.Phase = Phase(_iteration - sequence.Prompt + 1);
        sequence.Grows = sequence.Prompt < _windowTokens;
        if (sequence.Grows)
        {
            _growing++;
            _windowEnds.Push(WindowEnd(sequence), slot);
        }

        Grow(sequence.Phase, sequence.Grows ? _pages.Whole : _pages.Always);
        _ends.Push(sequence.End, slot);
        _decoding++;
        _context += sequence.Prompt;
        _windowed += Math.Min(sequence.Prompt, _windowTokens);
        _shared += SharedTokens(sequence);
    }

    /// <summary>Sequences whose windows are full from this step on allocate for their other layers only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillWindows()
    {
        while (_windowEnds.First <= _iteration)
        {
            ref var sequence = ref _sequences[_windowEnds.Pop()];
            sequence.Grows = false;
            _growing--;
            Grow(sequence.Phase, -_pages.Windowed);
        }
    }

    /// <summary>The step that generates the last token of a sequence's window.</summary>
    private long WindowEnd(in Sequence sequence) => sequence.Began + _windowTokens - sequence.Prompt;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Grow(int phase, int pages)
    {
        _phases[phase] += pages;
        _growth += pages;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StopDecoding(ref Sequence sequence, int slot, int held)
    {
        if (sequence.Grows)
        {
            _windowEnds.Remove(WindowEnd(sequence), slot);
            _growing--;
        }

        _decoding--;
        _context -= held;
        _windowed -= Math.Min(held, _windowTokens);
        _shared -= SharedTokens(sequence);
        Grow(sequence.Phase, sequence.Grows ? -_pages.Whole : -_pages.Always);
        sequence.Grows = false;
        Free(ref sequence, held);
    }

    /// <summary>Preempts the most recent sequence and returns it to the head of its queue; low-priority requests are preempted first.</summary>
    private void PreemptOne()
    {
        var slot = _newest;
        for (var other = _newest; other != None; other = _sequences[other].Older)
        {
            if (_sequences[other].Job.LowPriority)
            {
                slot = other;
                break;
            }
        }

        ref var sequence = ref _sequences[slot];
        if (slot == _partial)
        {
            _partial = None;
            Totals.RepeatedTokens += sequence.Computed;
            Free(ref sequence, sequence.Prompt);
        }
        else
        {
            var steps = (int)(_iteration - sequence.Began);
            _ends.Remove(sequence.End, slot);
            Totals.RepeatedTokens += sequence.Prompt + steps;
            StopDecoding(ref sequence, slot, sequence.Prompt + steps);
            sequence.Made += steps;
            sequence.Prompt = sequence.Job.Input + sequence.Made;
        }

        LeaveWork(ref sequence);
        sequence.Computed = 0;
        (sequence.Job.LowPriority ? _lowPriority : _normal).Requeue(slot);
        Totals.Preemptions++;
        _log[sequence.Job.Id].Preemptions++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Free(ref Sequence sequence, int held)
    {
        _free += _pages.Of(BlocksOf(held)) - (sequence.Shared * _blocksPerName) - ((long)_pages.Always * sequence.Common);
        if (sequence.Shared > 0)
        {
            _cache!.Leave(sequence.Job.Names!, sequence.Shared);
            sequence.Shared = 0;
        }
    }

    /// <summary>Pages x tokens in memory when the decoding sequences have that context; what requests share counts once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Held(long context) =>
        (_pages.Always * (context - _shared)) + (_pages.Windowed * _windowed)
        + (_block * ((_cache?.Used ?? 0) + _pages.Of(_common) - _pages.Fixed + (_pages.Fixed * _decoding)));

    /// <summary>Counts pages x tokens x ticks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Hold(double held) => Totals.HeldTokenTicks += _wholePages == 1 ? held : held / _wholePages;

    /// <summary>Tokens of a sequence that are held once, however many have them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long SharedTokens(in Sequence sequence) => (((long)sequence.Shared * _blocksPerName) + sequence.Common) * _block;

    /// <summary>Blocks of a prompt that are common to all requests: those of the share that is cached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CommonBlocks(in Sequence sequence) =>
        _limits.Reuse is PrefixReuse.Share ? Math.Min(sequence.Job.Cached, sequence.Prompt - 1) / _block : 0;

    /// <summary>Pages that the common prefix takes more when it is that long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long CommonGrowth(int blocks) => blocks <= _common ? 0 : Math.Max(0, _pages.Of(blocks) - _pages.Of(_common));

    /// <summary>Frees the end of the common prefix that no request in flight has; false if there is none.</summary>
    private bool DropCommon()
    {
        var needed = 0;
        for (var slot = _common == 0 ? None : _oldest; slot != None; slot = _sequences[slot].Newer)
        {
            needed = Math.Max(needed, _sequences[slot].Common);
        }

        if (needed == _common)
        {
            return false;
        }

        _free += _pages.Of(_common) - _pages.Of(needed);
        _common = needed;
        return true;
    }

    /// <summary>Complete, computed blocks of a prompt can be shared from now on.</summary>
    private void KeepPrefix(ref Sequence sequence)
    {
        if (_cache is null || sequence.Job.Names is not { } names)
        {
            return;
        }

        var whole = Math.Min(Math.Min(sequence.Computed, sequence.Job.Input) / (_cache.BlocksPerName * _block), names.Count);
        for (; sequence.Shared < whole; sequence.Shared++)
        {
            if (!_cache.Keep(names[sequence.Shared]))
            {
                _free += _cache.BlocksPerName;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnterWork(int slot, ref Sequence sequence)
    {
        _lowPriorityRunning += sequence.Job.LowPriority ? 1 : 0;
        sequence.Older = _newest;
        sequence.Newer = None;
        if (_newest != None)
        {
            _sequences[_newest].Newer = slot;
        }
        else
        {
            _oldest = slot;
        }

        _newest = slot;
        _running++;
        sequence.Entered = _entries++;
        if (!sequence.Seen)
        {
            sequence.Seen = true;
            ref var outcome = ref _log[sequence.Job.Id];
            outcome.Replica = _number;
            outcome.Hit = sequence.Job.Prefilled ? outcome.Hit : sequence.Computed;
            outcome.Wait += (float)Ticks.ToSeconds(_boundary - sequence.Job.Time);
            Totals.WaitTicks += _boundary - sequence.Job.Time;
            Totals.Taken++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LeaveWork(ref Sequence sequence)
    {
        _lowPriorityRunning -= sequence.Job.LowPriority ? 1 : 0;
        if (sequence.Older != None)
        {
            _sequences[sequence.Older].Newer = sequence.Newer;
        }
        else
        {
            _oldest = sequence.Newer;
        }

        if (sequence.Newer != None)
        {
            _sequences[sequence.Newer].Older = sequence.Older;
        }
        else
        {
            _newest = sequence.Older;
        }

        _running--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakePages(long pages)
    {
        _free -= pages;
        if (_free < 0)
        {
            _free += _cache!.Evict(-_free);
        }

        Totals.PeakPages = Math.Max(Totals.PeakPages, _kvPages - Available);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NewSlot()
    {
        if (_spare != None)
        {
            var slot = _spare;
            _spare = _sequences[slot].Newer;
            return slot;
        }

        if (_used == _sequences.Length)
        {
            Array.Resize(ref _sequences, 2 * _used);
        }

        return _used++;
    }

    private int MostNames(int prompt) => (prompt - 1) / (_cache!.BlocksPerName * _block);

    private long BlocksOf(int tokens) => _blocks.Whole(tokens + _block - 1);

    private int Phase(long iteration) => _blocks.Rest(iteration);
}
