using System.Diagnostics;
using System.Globalization;
using Mtok.Tracking;

namespace Mtok.App;

/// <summary>How far the reading of tracked files has come, on stderr where someone watches; nothing in the first second.</summary>
internal sealed class ReadingLine : IProgress<TrackedProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly bool _watched = !Console.IsErrorRedirected;
    private readonly StatusLine _line = new();
    private TimeSpan _last;

    public void Report(TrackedProgress value)
    {
        if (IsDue())
        {
            _line.Show(Text(value, Duration.FromSeconds(_watch.Elapsed.TotalSeconds)));
        }
    }

    /// <summary>Shows how many of a ledger's hours are closed.</summary>
    public void ReportClosing(int done, int all)
    {
        if (IsDue())
        {
            _line.Show(string.Create(CultureInfo.InvariantCulture, $"closing hours: {done:#,##0} of {all:#,##0}"));
        }
    }

    public void Dispose() => _line.Clear();

    private bool IsDue()
    {
        var isDue = _watched && _watch.Elapsed > Patience && _watch.Elapsed - _last > Patience / 4;
        _last = isDue ? _watch.Elapsed : _last;
        return isDue;
    }

    /// <summary>The line: share, bytes, time left at the mean speed so far, and the file.</summary>
    internal static string Text(TrackedProgress value, Duration elapsed)
    {
        var share = value.All.Count > 0 ? Math.Clamp((value.Read / value.All).Value, 0, 1) : 0;
        var done = (int)(20 * share);
        var left = share > 0 ? $", {Duration.FromSeconds(Math.Ceiling(elapsed.Seconds * ((1 / share) - 1)))} left" : "";
        var name = Path.GetFileName(value.Path);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', done)}{new string('.', 20 - done)}] {100 * share:0}% of {value.All}{left}, {(name.Length > 30 ? name[..29] + "~" : name)}");
    }
}
