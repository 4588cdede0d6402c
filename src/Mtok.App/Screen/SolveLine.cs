using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

/// <summary>How far a plan has come, on stderr: a line for each stage, and at a terminal the time that a long one takes, second by second.</summary>
internal sealed class SolveLine : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _writing = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Duration? _limit;
    private readonly Timer? _timer;
    private SolveProgress? _last;
    private readonly StatusLine _line = new();
    private bool _done;

    public SolveLine(Duration? limit)
    {
        _limit = limit;
        _timer = Console.IsErrorRedirected ? null : new(_ => Tick(), null, 2 * Second, Second);
    }

    public void Tell(SolveProgress progress)
    {
        lock (_writing)
        {
            _line.Clear();
            _last = progress;
            Console.Error.WriteLine($"plan: {SolvePhaseWords.Of(progress.Phase)}: {Text(progress)}");
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_writing)
        {
            _done = true;
            _line.Clear();
        }
    }

    private void Tick()
    {
        lock (_writing)
        {
            if (_done)
            {
                return;
            }

            _line.Show(string.Create(
                CultureInfo.InvariantCulture,
                $"plan: {_watch.Elapsed.TotalSeconds:0} s{(_limit is { } limit ? $" of {limit.Seconds:0} s" : "")}: "
                    + $"{(_last is null ? "no plan yet" : Text(_last))}"));
        }
    }

    private static string Text(SolveProgress progress) => progress switch
    {
        { Gap: { } gap } => $"{progress.Best}, gap {gap}",
        { Bound: { } bound } => $"no plan yet, none below {bound}",
        _ => "no plan yet",
    };
}
