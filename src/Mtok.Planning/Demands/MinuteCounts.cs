namespace Mtok.Planning;

/// <summary>How the rate of requests swings from minute to minute within each step, busy steps by their weight.</summary>
/// <param name="step">How long a step is.</param>
internal sealed class MinuteCounts(Duration step)
{
    private readonly int _perStep = (int)(step / Duration.FromMinutes(1)).Value;
    private long _minute;
    private long _inside;
    private int _minutes;
    private double _sum;
    private double _squares;
    private double _excess;
    private double _means;

    /// <summary>
    /// Coefficient of variation of the rate, without what single arrivals vary by chance (Poisson); zero where a step has no minutes to compare.
    /// </summary>
    public Ratio Swing
    {
        get
        {
            var (excess, means) = (_excess + Excess, _means + Means);
            return means > 0 ? Ratio.FromValue(Math.Sqrt(Math.Max(0, excess / means))) : Ratio.Zero;
        }
    }

    /// <param name="time">Seconds from the first request, non-decreasing; a last minute that nothing follows is not counted.</param>
    public void Add(double time)
    {
        for (var minute = (long)(time / 60); _minute < minute; _minute++)
        {
            Close();
        }

        _inside++;
    }

    private double Mean => _sum / Math.Max(1, _minutes);

    /// <summary>Variance - mean of the minutes of the open step, as often as there are minutes; a step of one says nothing.</summary>
    private double Excess => _minutes < 2 ? 0 : _minutes * (((_squares - (_sum * Mean)) / (_minutes - 1)) - Mean);

    private double Means => _minutes < 2 ? 0 : _minutes * Mean * Mean;

    private void Close()
    {
        _sum += _inside;
        _squares += (double)_inside * _inside;
        _inside = 0;
        if (++_minutes < _perStep)
        {
            return;
        }

        _excess += Excess;
        _means += Means;
        (_minutes, _sum, _squares) = (0, 0, 0);
    }
}
