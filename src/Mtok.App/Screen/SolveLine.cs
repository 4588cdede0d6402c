using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;

namespace Mtok.App;

/// <summary>
/// How far a search for plans has come, on stderr: at a terminal a line that is written over second by second, elsewhere a line a minute; nothing where
/// the search is short.
/// </summary>
internal sealed class SolveLine : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _writing = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Duration? _limit;
    private readonly Timer _timer;
    private readonly StatusLine _line = new();
    private SolveProgress? _last;
    private int _search = 1;
    private bool _paused;

    public SolveLine(Duration? limit)
    {
        _limit = limit;
        _timer = Console.IsErrorRedirected ? new(_ => Tick(), null, 60 * Second, 60 * Second) : new(_ => Tick(), null, 2 * Second, Second);
    }

    public void Tell(SolveProgress progress)
    {
        lock (_writing)
        {
            _search += _last is not null && progress.Phase is SolvePhase.FirstPlan ? 1 : 0;
            (_last, _paused) = (progress, false);
        }
    }

    /// <summary>Leaves stderr to another until there is more to tell.</summary>
    public void Pause()
    {
        lock (_writing)
        {
            _paused = true;
            _line.Clear();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Pause();
    }

    private void Tick()
    {
        lock (_writing)
        {
            if (_paused)
            {
                return;
            }

            var text = Text(_last, _search, Duration.FromSeconds(Math.Round(_watch.Elapsed.TotalSeconds)), _limit);
            if (Console.IsErrorRedirected)
            {
                Console.Error.WriteLine(text);
            }
            else
            {
                _line.Show(text);
            }
        }
    }

    /// <summary>The line: what is searched, the time it takes, the best that was found, and how much less another can cost.</summary>
    internal static string Text(SolveProgress? progress, int search, Duration elapsed, Duration? limit)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{elapsed.Seconds:0}{(limit is { } most ? $" of {most.Seconds:0}" : "")} s");
        if (progress?.Phase is SolvePhase.Volume curve)
        {
            return string.Create(CultureInfo.InvariantCulture, $"curve, {time}: {curve.Done} of {curve.Of} volumes");
        }

        return $"plan{(search > 1 ? string.Create(CultureInfo.InvariantCulture, $" (search {search})") : "")}, {time}: " + progress switch
        {
            { Best: { } best, Gap.Value: 0 } => $"{best}, none is cheaper",
            { Best: { } best, Gap: { } gap } => $"{best} so far, at most {gap} too dear",
            { Bound: { } bound } => $"none so far, none below {bound} possible",
            _ => "none so far",
        };
    }
}
