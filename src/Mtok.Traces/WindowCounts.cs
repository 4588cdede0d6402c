namespace Mtok.Traces;

/// <summary>Counts of requests in windows of one length, kept as their mean and variance only.</summary>
internal sealed class WindowCounts(double seconds)
{
    private long _window;
    private long _inside;
    private double _sum;
    private double _squares;

    /// <param name="time">Seconds from the first request, never less than before.</param>
    public void Add(double time)
    {
        var window = (long)(time / seconds);
        if (window != _window)
        {
            Close();
            _window = window;
        }

        _inside++;
    }

    /// <summary>Variance / mean of the windows that are over; 1 for a Poisson process; null with fewer than two.</summary>
    public double? Dispersion => _window < 2 || _sum == 0 ? null : ((_squares - (_sum * _sum / _window)) / (_window - 1)) / (_sum / _window);

    private void Close()
    {
        _sum += _inside;
        _squares += (double)_inside * _inside;
        _inside = 0;
    }
}
