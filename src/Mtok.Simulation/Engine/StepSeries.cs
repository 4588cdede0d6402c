using System.Runtime.CompilerServices;

namespace Mtok.Simulation;

/// <summary>A run of steps, each longer than the one before by the same amount.</summary>
/// <param name="First">Ticks of the first step.</param>
/// <param name="More">Ticks added per step.</param>
internal readonly record struct StepSeries(long First, long More)
{
    /// <summary>R2: the total ticks of a number of steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Sum(long steps) => (steps * First) + (More * (steps * (steps - 1) / 2));

    /// <summary>
    /// R3: the smallest number of steps that last this long, up to a maximum, from the quadratic formula; rounding is corrected in whole numbers.
    /// </summary>
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

    /// <summary>Tokens in the KV cache x ticks, for a number in the first step that grows by a constant per step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Held(long steps, long held, long more)
    {
        var (n, pairs) = ((double)steps, steps * (steps - 1.0) / 2);
        return (n * First * held) + ((((double)First * more) + ((double)More * held)) * pairs) + ((double)More * more * ((n - 1) * n * ((2 * n) - 1) / 6));
    }
}
