using System.Diagnostics;
using Mtok.Planning;
using Mtok.Reporting;

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

            var text = ProgressWords.Of(_last, _search, Duration.FromSeconds(Math.Round(_watch.Elapsed.TotalSeconds)), _limit);
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
}
