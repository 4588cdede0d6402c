namespace Mtok.Planning;

/// <summary>How far a figure may turn out from its middle, as a factor: log-normal, each side as wide as its side of a 90 % interval (U1).</summary>
/// <param name="Down">Logarithm of the middle / the low end.</param>
/// <param name="Up">Logarithm of the high end / the middle.</param>
internal readonly record struct Spread(double Down, double Up)
{
    /// <summary>z of the ends of a 90 % interval.</summary>
    public const double Ends = 1.645;

    /// <summary>z below which 80 % of a normal distribution lie.</summary>
    public const double EightyPercent = 0.8416;

    /// <summary>Farther out nothing is drawn.</summary>
    public const double Farthest = 3;

    public static Spread Of(Ratio low, Ratio high) => new(-Math.Log(low.Value), Math.Log(high.Value));

    /// <summary>The factor that many standard deviations from the middle, at most three.</summary>
    public double At(double normal)
    {
        var within = Math.Clamp(normal, -Farthest, Farthest);
        return Math.Exp(within / Ends * (within < 0 ? Down : Up));
    }

    /// <summary>A draw from the normal distribution.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
