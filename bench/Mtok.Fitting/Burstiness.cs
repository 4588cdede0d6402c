using Mtok.Traces;

namespace Mtok.Fitting;

/// <summary>Fits the variations with which a profile's traffic has the trace's dispersion by second and by minute.</summary>
internal static class Burstiness
{
    private const int Rounds = 25;
    private const int Hours = 300;

    public static TrafficClass Fit(TrafficClass part, TraceSummary target, TextWriter log)
    {
        var (arrival, minute) = (1.0, 0.3);
        var perMinute = part.MeanRate.PerSecond * 60;
        for (var round = 0; round < Rounds; round++)
        {
            part = part with { ArrivalVariation = Ratio.FromValue(Math.Round(arrival, 3)), MinuteVariation = Ratio.FromValue(Math.Round(minute, 3)) };
            var made = TraceSummary.Of(TraceGenerator.Generate(new("", "", [part], new(default, "", new("", 0, 0))), Duration.FromHours(Hours), 1));
            var (second, perMinuteMade) = (made.SecondDispersion!.Value.Value, made.MinuteDispersion!.Value.Value);
            log.WriteLine($"  arrival {part.ArrivalVariation.Value}, minute {part.MinuteVariation.Value}: by second {second:0.00} of {target.SecondDispersion!.Value.Value:0.00}, by minute {perMinuteMade:0.0} of {target.MinuteDispersion!.Value.Value:0.0}");
            if (Math.Abs(Math.Log(second / target.SecondDispersion!.Value.Value)) < 0.01 && Math.Abs(Math.Log(perMinuteMade / target.MinuteDispersion!.Value.Value)) < 0.01)
            {
                break;
            }

            minute = Math.Sqrt(Math.Clamp((minute * minute) + (0.7 * (target.MinuteDispersion.Value.Value - perMinuteMade) / perMinute), 0, 16));
            arrival *= Math.Pow(target.SecondDispersion.Value.Value / second, 0.6);
        }

        return part;
    }
}
