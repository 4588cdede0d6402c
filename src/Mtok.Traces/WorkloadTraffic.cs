namespace Mtok.Traces;

/// <summary>
/// A workload's traffic as a profile, for use without a trace: volume, hourly shape and mean lengths come from the workload;
/// burstiness within the hour and the distribution of lengths come from a public trace. An assumption, not a record.
/// </summary>
public static class WorkloadTraffic
{
    /// <summary>The default profile.</summary>
    public const string UsualProfile = "azure-2023-conversation";

    private const int PointsBetween = 16;

    /// <summary>The traffic of a workload; its classes are those of the profile, which gives burstiness and lengths.</summary>
    /// <param name="workload">The workload: its mean rate, shape and mean lengths.</param>
    /// <param name="like">The profile: how rates vary within each hour, and the joint distribution of lengths.</param>
    public static TrafficProfile Profile(Workload workload, TrafficProfile like)
    {
        var shares = like.Classes.Select(part => part.MeanRate / like.MeanRate).ToList();
        var (longestInput, longestOutput) = Longest(workload);
        var inputs = new LengthStretch(Bins(like, shares, lengths => lengths.Inputs, InputWeight), workload.Mix.Input.Count, longestInput);
        var outputs = new LengthStretch(Bins(like, shares, lengths => lengths.Outputs, OutputWeight), workload.Mix.Output.Count, longestOutput);
        return like with
        {
            Id = $"{workload.Name}, generated like {like.Id}",
            Name = $"{workload.Name}, generated like {like.Name}",
            Classes = [.. like.Classes.Select((part, at) => Class(part, workload.Traffic.Mean * shares[at], workload.Traffic.Shape, inputs, outputs))],
        };
    }

    /// <summary>The lengths of a workload's requests, distributed like a profile's around the workload's means.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="like">The profile.</param>
    public static RequestLengths Lengths(Workload workload, TrafficProfile like)
    {
        var counts = new LengthBinning();
        foreach (var part in Profile(workload, like).Classes)
        {
            var (lengths, requests) = (part.Lengths, part.MeanRate.PerSecond / part.Lengths.Weights.Sum());
            foreach (var (bin, input) in lengths.Inputs.Index())
            {
                var weights = lengths.Weights.Skip(bin * lengths.Outputs.Count);
                var outputs = lengths.Outputs.Zip(weights, (output, weight) => (Tokens: output.Average(tokens => tokens.Count), Weight: weight)).ToList();
                var weight = (double)outputs.Sum(output => output.Weight);
                foreach (var tokens in weight > 0 ? Points(input) : [])
                {
                    var output = outputs.Sum(output => output.Tokens * output.Weight) / weight;
                    counts.Add(
                        Tokens.FromCount(tokens), Tokens.FromCount(output), Tokens.FromCount(tokens) * workload.Mix.CachedShare,
                        Ratio.FromValue(requests * weight / ((input.Count - 1) * PointsBetween)));
                }
            }
        }

        return counts.Of(workload.Mix, like.Name);
    }

    /// <summary>
    /// Coefficients of variation of a profile's traffic as it is generated, all classes together: of the rate from minute to minute within an hour,
    /// and of the number of arrivals in a time in which one is expected.
    /// </summary>
    /// <param name="like">The profile.</param>
    public static (double Rate, double Arrivals) Swing(TrafficProfile like)
    {
        var (rate, arrivals) = (0.0, 0.0);
        foreach (var part in like.Classes)
        {
            var share = (part.MeanRate / like.MeanRate).Value;
            var steps = 1 + WithinHours(part).SelectMany(hour => hour).Average(step => Math.Pow(step.Value - 1, 2));
            rate += share * share * ((steps * (1 + Math.Pow(part.MinuteVariation.Value, 2))) - 1);
            arrivals += share * Math.Pow(part.ArrivalVariation.Value, 2);
        }

        return (Math.Sqrt(rate), Math.Sqrt(arrivals));
    }

    /// <summary>The profile begun where it is busiest for some time, and going on from its end with its beginning.</summary>
    /// <param name="profile">The profile; unchanged if its classes have steps of their own.</param>
    /// <param name="time">The time.</param>
    public static TrafficProfile FromBusiest(TrafficProfile profile, Duration time)
    {
        var (step, count) = (profile.Classes[0].Step, profile.Classes[0].Rates.Count);
        if (profile.Classes.Any(part => part.Step != step || part.Rates.Count != count))
        {
            return profile;
        }

        var steps = Math.Clamp((int)Math.Ceiling((time / step).Value), 1, count);
        double From(int first) => Enumerable.Range(first, steps).Sum(at => profile.Classes.Sum(part => part.Rates[at].PerSecond));
        var busiest = Enumerable.Range(0, count - steps + 1).MaxBy(From);
        return profile with { Classes = [.. profile.Classes.Select(part => part with { Rates = [.. part.Rates.Skip(busiest), .. part.Rates.Take(busiest)] })] };
    }

    /// <summary>Lengths evenly between the quantiles of a bin, as a generated trace draws them.</summary>
    private static IEnumerable<double> Points(IReadOnlyList<Tokens> quantiles) =>
        from at in Enumerable.Range(0, quantiles.Count - 1)
        from point in Enumerable.Range(0, PointsBetween)
        select quantiles[at].Count + ((quantiles[at + 1].Count - quantiles[at].Count) * (point + 0.5) / PointsBetween);

    /// <summary>The length of a trace that covers every hour: one period of the workload's shape, at least a day.</summary>
    /// <param name="workload">The workload.</param>
    public static Duration UsualSpan(Workload workload) => Duration.FromHours(Math.Max(24, workload.Traffic.Shape.Hours.Count));

    private static TrafficClass Class(TrafficClass part, RequestsPerSecond mean, HourlyShape shape, LengthStretch inputs, LengthStretch outputs)
    {
        var within = WithinHours(part);
        var hours = shape.Hours.Count * ((within.Count + shape.Hours.Count - 1) / shape.Hours.Count);
        return part with
        {
            Step = Duration.FromSeconds(Duration.Hour.Seconds / within[0].Length),
            Rates =
            [
                .. Enumerable
                    .Range(0, hours)
                    .SelectMany(hour => within[hour % within.Count].Select(step => mean * shape.Hours[hour % shape.Hours.Count] * step)),
            ],
            Lengths = part.Lengths with
            {
                Inputs = [.. part.Lengths.Inputs.Select(inputs.Stretch)],
                Outputs = [.. part.Lengths.Outputs.Select(outputs.Stretch)],
            },
        };
    }

    /// <summary>How a class's rate varies within each hour of its profile, with mean 1; constant if its steps do not divide an hour.</summary>
    private static List<Ratio[]> WithinHours(TrafficClass part)
    {
        var steps = (int)Math.Round(Duration.Hour.Seconds / part.Step.Seconds);
        return steps > 1 && steps * part.Step.Seconds == Duration.Hour.Seconds && part.Rates.Count % steps == 0
            ? [.. part.Rates.Chunk(steps).Select(hour => hour.Average(rate => rate.PerSecond)).Zip(part.Rates.Chunk(steps), WithinHour)]
            : [[Ratio.One]];
    }

    private static Ratio[] WithinHour(double mean, RequestsPerSecond[] rates) =>
        [.. rates.Select(rate => mean > 0 ? Ratio.FromValue(rate.PerSecond / mean) : Ratio.One)];

    /// <summary>The maximum input and output: the context beyond the means is shared between them, so that both fit together.</summary>
    private static (double Input, double Output) Longest(Workload workload)
    {
        var left = Math.Max(0, workload.Models.Min(model => model.Context.Count) - workload.Mix.Total.Count);
        return (Math.Floor(workload.Mix.Input.Count + (left / 2)), Math.Floor(workload.Mix.Output.Count + (left / 2)));
    }

    private static List<(double Share, IReadOnlyList<Tokens> Bin)> Bins(
        TrafficProfile like,
        List<Ratio> shares,
        Func<JointLengths, IReadOnlyList<IReadOnlyList<Tokens>>> bins,
        Func<JointLengths, int, long> weight) =>
        [
            .. like.Classes.SelectMany((part, at) => bins(part.Lengths)
                .Select((bin, place) => (shares[at].Value * weight(part.Lengths, place) / part.Lengths.Weights.Sum(), bin))),
        ];

    private static long InputWeight(JointLengths lengths, int bin) => lengths.Weights.Skip(bin * lengths.Outputs.Count).Take(lengths.Outputs.Count).Sum();

    private static long OutputWeight(JointLengths lengths, int bin) => lengths.Weights.Where((_, place) => place % lengths.Outputs.Count == bin).Sum();
}
