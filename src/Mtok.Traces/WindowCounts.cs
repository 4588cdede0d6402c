namespace Mtok.Traces;

/// <summary>The mean and variance of the requests per window of fixed length.</summary>
internal sealed class WindowCounts(double seconds)
{
    private long _window;
    private long _inside;
    private double _sum;
    private double _squares;

    /// <param name="time">Seconds from the first request, non-decreasing.</param>
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

    /// <summary>Variance / mean of the completed windows; 1 for a Poisson process; null with fewer than two.</summary>
    public double? Dispersion => _window < 2 || _sum == 0 ? null : ((_squares - (_sum * _sum / _window)) / (_window - 1)) / (_sum / _window);

    private void Close()
    {
        _sum += _inside;
        _squares += (double)_inside * _inside;
        _inside = 0;
    }
}
