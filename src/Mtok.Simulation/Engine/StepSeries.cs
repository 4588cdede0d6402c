namespace Mtok.Simulation;

/// <summary>A run of steps, each as much longer than the one before.</summary>
/// <param name="First">Ticks of the first step.</param>
/// <param name="More">Ticks by which each is longer.</param>
internal readonly record struct StepSeries(long First, long More)
{
    /// <summary>R2: the ticks of so many steps.</summary>
    public long Sum(long steps) => (steps * First) + (More * (steps * (steps - 1) / 2));

    /// <summary>R3: the fewest steps that last as long, at most so many, from the quadratic; rounding is put right in whole numbers.</summary>
    public long StepsTo(long ticks, long most)
    {
        if (most == 1 || Sum(most) <= ticks)
        {
            return most;
        }

        var half = First - (More / 2.0);
        var steps = (long)Math.Ceiling(2.0 * ticks / (half + Math.Sqrt((half * half) + (2.0 * More * ticks))));
        steps = Math.Clamp(steps, 1, most);
        while (steps > 1 && Sum(steps - 1) >= ticks)
        {
            steps--;
        }

        while (steps < most && Sum(steps) < ticks)
        {
            steps++;
        }

        return steps;
    }

    /// <summary>Tokens held x ticks, where the first step holds so many and each later one as many more.</summary>
    public double Held(long steps, long held, long more)
    {
        var (n, pairs) = ((double)steps, steps * (steps - 1.0) / 2);
        return (n * First * held) + ((((double)First * more) + ((double)More * held)) * pairs) + ((double)More * more * ((n - 1) * n * ((2 * n) - 1) / 6));
    }
}
