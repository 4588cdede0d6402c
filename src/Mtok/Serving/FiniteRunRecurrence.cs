namespace Mtok;

/// <summary>
/// Q6: requests of equal length in the order in which engines take them: prompts while there is room in the batch, as many in a step as
/// its token limit allows, and decoding between. Sequences that started in one step also end in one, so the run is followed from group to
/// group instead of from step to step, and waves that repeat are skipped.
/// </summary>
internal sealed class FiniteRunRecurrence
{
    /// <summary>The most groups that a batch is followed in; more make it slower, hardly closer.</summary>
    private const int MostGroups = 64;

    /// <summary>Waves after which the next ones are taken to repeat the last, and waves that are followed at the end.</summary>
    private const int SettledWaves = 2;
    private const int LastWaves = 2;

    private const double Nothing = 1e-9;

    private readonly MixedSteps _steps;
    private readonly double _requests;
    private readonly double _room;
    private readonly double _wave;
    private readonly double _together;
    private readonly double _decodeSteps;
    private Queue<Group> _running = [];
    private Queue<Sent> _waiting = [];
    private double _taken;
    private double _unsent;
    private double _queued;
    private double _batch;
    private double _starts;
    private double _perStep;
    private double _firstStarted;
    private double _firstWaits;
    private double _promptSteps;
    private Totals _now;
    private Totals? _settled;
    private bool _skipped;

    /// <summary>Takes a run of at least one request by at least one user.</summary>
    /// <param name="steps">Step times and lengths.</param>
    /// <param name="users">Requests in flight until none is left to send.</param>
    /// <param name="requests">All requests.</param>
    /// <param name="room">The largest batch.</param>
    public FiniteRunRecurrence(MixedSteps steps, double users, double requests, double room)
    {
        _steps = steps;
        _requests = Math.Max(1, requests);
        _room = Math.Max(1, room);
        _decodeSteps = Math.Max(0, steps.Output - 1) / steps.Yield;
        _unsent = _requests;
        _together = Math.Min(Math.Max(1, users), _requests);
        _wave = Math.Min(_room, _together);
        Send(_together);
    }

    /// <summary>Mean time to the first token, in seconds, of the requests that were sent together at the start; known after the run.</summary>
    public double FirstTtft => _firstWaits / _together;

    /// <summary>Follows the run to its end.</summary>
    public FiniteRun Run()
    {
        while (_running.Count > 0 || _queued > Nothing)
        {
            if (_queued > Nothing && _room - _batch >= Math.Min(1, _queued) - Nothing)
            {
                Start();
            }
            else
            {
                Decode();
            }

            End();
            SkipWaves();
        }

        return new(
            Tokens.FromCount(_requests), Duration.FromSeconds(_now.Time), Duration.FromSeconds(_now.Ttft / _requests),
            Duration.FromSeconds(_steps.Output > 1 ? _now.Decoding / _requests / (_steps.Output - 1) : 0),
            RequestsPerSecond.FromPerSecond(_requests / _now.Time), TokensPerSecond.FromPerSecond(_requests * _steps.Output / _now.Time));
    }

    private void Send(double count)
    {
        var sent = Math.Min(count, _unsent);
        if (sent > Nothing)
        {
            _waiting.Enqueue(new(sent, _now.Time));
            _queued += sent;
        }

        _unsent -= sent;
    }

    /// <summary>Computes the prompts of the next group, beside the sequences that decode.</summary>
    private void Start()
    {
        var budget = _steps.Parts * _steps.BudgetOf(_batch);
        var free = Math.Min(_queued, _room - _batch);
        var usual = Math.Max(Math.Max(1, _wave / MostGroups), budget / _steps.Prompt);
        var group = free / Math.Max(1, Math.Round(free / usual));
        var steps = Math.Max(1, Math.Max(group * _steps.Prompt / budget, _steps.Prompt * _steps.Parts / budget));
        // Prompts that end before the group's last step decode beside the others'; groups may end before it, too.
        var early = group * (steps - 1) / (2 * steps);
        var old = _batch - EndedWithin(steps);
        var context = old + early <= Nothing ? 0 : ((Context(steps / 2) * old) + (_steps.Input * early)) / (old + early);
        var time = steps * _steps.TimeOf(old + early, context, group * _steps.Prompt / steps);
        var ends = Math.Max(1, Math.Min(group, steps));
        var first = (ends + 1) / (2 * ends);
        var token = first + (group <= 1 && group < _queued - Nothing ? LeftOfStep(steps) / steps : 0);
        var ofFirst = Math.Min(group, _together - _firstStarted);
        _firstWaits += ofFirst * (_now.Time + (token * time));
        _firstStarted += ofFirst;
        _now.Ttft += (group * (_now.Time + (token * time))) - Leave(group);
        _running.Enqueue(new(group, _now.Step + (first * steps), _now.Time + (token * time)));
        _batch += group;
        _starts += group * (_now.Step + (first * steps));
        Advance(steps, time);
    }

    /// <summary>
    /// The part of a step that a prompt of more than one step waits for the end of its last one, which the next prompt fills. What is left of the last prompt
    /// makes a shorter step instead.
    /// </summary>
    private double LeftOfStep(double steps)
    {
        _promptSteps = (_promptSteps + steps) % 1;
        return _promptSteps > Nothing ? 1 - _promptSteps : 0;
    }

    /// <summary>The sequences that end within the next steps, each counted for the share of the steps after its end.</summary>
    private double EndedWithin(double steps)
    {
        var ended = 0.0;
        foreach (var group in _running)
        {
            var left = group.Start + _decodeSteps - _now.Step;
            if (left >= steps)
            {
                break;
            }

            ended += group.Count * (1 - (left / steps));
        }

        return ended;
    }

    /// <summary>Decodes until the oldest group ends.</summary>
    private void Decode()
    {
        var steps = _running.Peek().Start + _decodeSteps - _now.Step;
        Advance(steps, steps * _steps.TimeOf(_batch, Context(steps / 2), 0));
    }

    /// <summary>Ends every group whose last token is made; its users send their next requests.</summary>
    private void End()
    {
        while (_running.TryPeek(out var group) && group.Start + _decodeSteps <= _now.Step + Nothing)
        {
            _running.Dequeue();
            _batch = _running.Count == 0 ? 0 : _batch - group.Count;
            _starts = _running.Count == 0 ? 0 : _starts - (group.Count * group.Start);
            var time = _now.Time - ((_now.Step - group.Start - _decodeSteps) * _perStep);
            _now.Decoding += group.Count * (time - group.First);
            _now.Ended += group.Count;
            Send(group.Count);
        }
    }

    /// <summary>Takes requests from the queue, oldest first; the sum of the times at which they were sent.</summary>
    private double Leave(double count)
    {
        _queued -= count;
        var sent = 0.0;
        while (count > Nothing && _waiting.TryPeek(out var oldest))
        {
            var part = Math.Min(count, oldest.Count - _taken);
            sent += part * oldest.Time;
            count -= part;
            _taken += part;
            if (oldest.Count - _taken <= Nothing)
            {
                _waiting.Dequeue();
                _taken = 0;
            }
        }

        return sent;
    }

    /// <summary>The mean context of the batch some steps ahead.</summary>
    private double Context(double ahead) => _steps.Input + (_batch <= Nothing ? 0 : _steps.Yield * (_now.Step + ahead - (_starts / _batch))) + 1;

    private void Advance(double steps, double time)
    {
        _now.Step += steps;
        _now.Time += time;
        _perStep = steps > 0 ? time / steps : 0;
    }

    /// <summary>Skips all but the last waves once a wave has passed that the next ones repeat.</summary>
    private void SkipWaves()
    {
        var isBurst = _unsent <= Nothing && _waiting.Count == 1;
        var left = isBurst ? _queued : _unsent;
        if (_skipped || left < (1 + LastWaves) * _wave || _now.Ended < SettledWaves * _wave - Nothing
            || (!isBurst && _waiting.TryPeek(out var oldest) && oldest.Time == 0))
        {
            return;
        }

        if (_settled is not { } before)
        {
            _settled = _now;
        }
        else if (_now.Ended - before.Ended >= _wave - Nothing)
        {
            var waves = Math.Floor((left / _wave) - LastWaves);
            Skip(waves, _now.Since(before).Times(_wave / (_now.Ended - before.Ended)), isBurst);
            _skipped = true;
        }
    }

    private void Skip(double waves, Totals wave, bool isBurst)
    {
        var passed = wave.Times(waves);
        // Requests that were sent at once wait a wave longer in each.
        passed.Ttft += isBurst ? _wave * wave.Time * waves * (waves + 1) / 2 : 0;
        _now = _now.Plus(passed);
        _running = new(_running.Select(group => group with { Start = group.Start + passed.Step, First = group.First + passed.Time }));
        _starts += _batch * passed.Step;
        if (isBurst)
        {
            _queued -= waves * _wave;
            _waiting = new([new(_queued, 0)]);
            _taken = 0;
        }
        else
        {
            _unsent -= waves * _wave;
            _waiting = new(_waiting.Select(sent => sent with { Time = sent.Time + passed.Time }));
        }
    }

    private readonly record struct Group(double Count, double Start, double First);

    private readonly record struct Sent(double Count, double Time);

    /// <summary>How far the run is: steps, time, and over all requests the times to the first token and from there to the last.</summary>
    private record struct Totals(double Step, double Time, double Ended, double Ttft, double Decoding)
    {
        public readonly Totals Since(Totals before) =>
            new(Step - before.Step, Time - before.Time, Ended - before.Ended, Ttft - before.Ttft, Decoding - before.Decoding);

        public readonly Totals Times(double count) => new(Step * count, Time * count, Ended * count, Ttft * count, Decoding * count);

        public readonly Totals Plus(Totals more) =>
            new(Step + more.Step, Time + more.Time, Ended + more.Ended, Ttft + more.Ttft, Decoding + more.Decoding);
    }
}
