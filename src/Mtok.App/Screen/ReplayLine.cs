using System.Diagnostics;
using System.Globalization;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.App;

/// <summary>How far the replays of a plan are, on stderr: a line for each that is done, and where someone watches one for the present one.</summary>
internal sealed class ReplayLine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _begin;
    private TimeSpan _last;
    private int _round;
    private readonly StatusLine _line = new();

    public void Tell(ReplayProgress progress)
    {
        (_round, _begin) = progress.Round == _round ? (_round, _begin) : (progress.Round, _watch.Elapsed);
        if (progress.Done is { } done)
        {
            Dispose();
            Console.Error.WriteLine(ProgressWords.Of(progress, done));
        }
        else if (!Console.IsErrorRedirected && _watch.Elapsed - _begin > Patience && _watch.Elapsed - _last > Patience / 4 && progress.Requests > 0)
        {
            _last = _watch.Elapsed;
            var share = Math.Min(1, progress.Requests / (double)Math.Max(1, progress.Of));
            var left = Duration.FromSeconds((_watch.Elapsed - _begin).TotalSeconds * ((1 / share) - 1));
            _line.Show(string.Create(
                CultureInfo.InvariantCulture, $"replay {progress.Round}: {100 * share:0}%, {progress.Requests:#,##0} requests, {left} left"));
        }
    }

    public void Dispose() => _line.Clear();
}
