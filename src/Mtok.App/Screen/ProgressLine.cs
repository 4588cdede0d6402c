using System.Diagnostics;
using System.Globalization;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.App;

/// <summary>How far a long simulation is, on stderr where someone watches.</summary>
internal sealed class ProgressLine(TraceReading reading) : IProgress<SimulationProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly bool _watched = !Console.IsErrorRedirected;
    private TimeSpan _last;
    private readonly StatusLine _line = new();

    public void Report(SimulationProgress value)
    {
        if (!_watched || _watch.Elapsed < Patience || _watch.Elapsed - _last < Patience / 4)
        {
            return;
        }

        _last = _watch.Elapsed;
        _line.Show(Text(value));
    }

    public void Dispose() => _line.Clear();

    private string Text(SimulationProgress value)
    {
        var rate = value.Requests / _watch.Elapsed.TotalSeconds;
        var counted = string.Create(CultureInfo.InvariantCulture, $"{value.Requests:#,##0} requests, {value.Time} simulated, {rate:#,##0}/s");
        var share = reading.Read.Value;
        if (share is <= 0 or > 1)
        {
            return counted;
        }

        var left = Duration.FromSeconds(_watch.Elapsed.TotalSeconds * ((1 / share) - 1));
        var done = (int)Math.Clamp(20 * share, 0, 20);
        return $"[{new string('#', done)}{new string('.', 20 - done)}] {counted}, {left} left";
    }
}
