namespace Mtok.Planning;

/// <summary>Requests of one kind, by what they carry and how long they may wait.</summary>
/// <param name="Name">The name of the class or span.</param>
/// <param name="Mix">What a request carries on average.</param>
/// <param name="Interruptible">Whether work may be interrupted and redone, as spot machines require.</param>
/// <param name="Deadline">How long a request may wait; zero for not at all.</param>
public sealed record DemandClass(string Name, TokenMix Mix, bool Interruptible, Duration Deadline)
{
    /// <summary>How fast answers must come.</summary>
    public ServiceLevel ServiceLevel { get; init; } = ServiceLevel.None;

    /// <summary>Whether it may wait as long as batch prices ask for.</summary>
    public bool MayWaitForBatch => Deadline >= Workload.LongestWait;

    /// <summary>A class under its rules.</summary>
    /// <param name="mix">What a request carries on average.</param>
    /// <param name="rules">The rules.</param>
    public static DemandClass Of(TokenMix mix, ClassRules rules) =>
        new(rules.Name, mix, rules.Interruptible, rules.Deadline) { ServiceLevel = rules.ServiceLevel };
}

/// <summary>Steps of demand in a row that repeat, and the share of all time they stand for.</summary>
/// <param name="Name">The name of the class or span.</param>
/// <param name="Share">The share of all time.</param>
/// <param name="Rates">Of each class the rate of each step.</param>
public sealed record DemandSpan(SpanName Name, Ratio Share, IReadOnlyList<IReadOnlyList<RequestsPerSecond>> Rates)
{
    /// <summary>Places, from the record's beginning, of the spans of it that this one stands for; none for the lower and higher ends of a forecast.</summary>
    public IReadOnlyList<int> StandsFor { get; init; } = [0];

    /// <summary>How many steps there are.</summary>
    public int Steps => Rates[0].Count;

    /// <summary>How much of a month one of its steps stands for.</summary>
    public Duration MonthOfStep => Duration.Month * Share * Ratio.FromValue(1.0 / Steps);
}

/// <summary>What has to be served, step by step: a span that repeats, or several with the share of time of each.</summary>
/// <param name="Step">How long each rate holds.</param>
/// <param name="Classes">The kinds of requests.</param>
/// <param name="Spans">The spans; their shares add up to one.</param>
public sealed record Demand(Duration Step, IReadOnlyList<DemandClass> Classes, IReadOnlyList<DemandSpan> Spans)
{
    /// <summary>The 5th, 50th and 95th percentile of a forecast represent these shares of it (extended Pearson-Tukey; Keefer and Bodily 1983).</summary>
    internal static IReadOnlyList<double> ForecastShares { get; } = [0.185, 0.63, 0.185];

    /// <summary>What it is / what was recorded.</summary>
    public Ratio Growth { get; init; } = Ratio.One;

    /// <summary>The busiest minute of a record, of each figure by itself, without requests that may wait; null where there is no record.</summary>
    public ApiTraffic? BusiestMinute { get; init; }

    /// <summary>
    /// Coefficient of variation of the rate of all classes together from minute to minute within a step, without the chance of single arrivals;
    /// null where nothing was recorded.
    /// </summary>
    public Ratio? Swing { get; init; }

    /// <summary>The demand of a workload by its shape, a step an hour, a day at least; shapes longer than the span are represented by typical spans.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="hours">The longest span.</param>
    /// <param name="spans">The most typical spans.</param>
    public static Demand Of(Workload workload, int hours, int spans)
    {
        var shape = workload.Traffic.Shape.Hours;
        var rates = Enumerable.Range(0, HoursOf(shape.Count, hours)).Select(hour => workload.Traffic.Mean * shape[hour % shape.Count]).ToList();
        var whole = workload.Traffic.Mean.PerSecond / rates.Average(rate => rate.PerSecond);
        var groups = workload.Groups.Count == 0
            ? [(Share: Ratio.One, Class: DemandClass.Of(workload.Mix, (workload with { Classes = [] }).RulesOf(workload.Name)))]
            : workload.Groups.Select((group, at) => (group.Share, Class: ClassOf(workload, group, at + 1))).ToList();
        return new(
            Duration.Hour, [.. groups.Select(group => group.Class)],
            TypicalSpans.Of([.. groups.Select(group => rates.ConvertAll(rate => rate * group.Share * Ratio.FromValue(whole)))], hours, spans));
    }

    /// <summary>The same with the spans that are usual where nothing else is asked for.</summary>
    public static Demand Of(Workload workload)
    {
        var usual = new DemandRequest();
        return Of(workload, (int)usual.Hours.Hours, usual.Spans);
    }

    /// <summary>Whole days of a short shape; whole spans of a long one, whose last goes on with its beginning.</summary>
    private static int HoursOf(int shape, int span) =>
        shape < 24 ? 24 / shape * shape : shape < 2 * span ? shape : (shape + span - 1) / span * span;

    private static DemandClass ClassOf(Workload workload, RequestGroup group, int number) =>
        new(
            number.ToString(System.Globalization.CultureInfo.InvariantCulture), group.Mix, workload.Interruptible,
            group.Deferrable ? Workload.LongestWait : default)
        { ServiceLevel = group.ServiceLevel };

    /// <summary>The same demand at a multiple of its rate.</summary>
    public Demand Times(Ratio factor) => this with
    {
        Growth = Growth * factor,
        BusiestMinute = BusiestMinute is { } minute ? minute * factor : null,
        Spans = [.. Spans.Select(span => Scaled(span, span.Name, Ratio.One, factor))],
    };

    /// <summary>
    /// The same as a forecast: each span at the median, low and high end, each with its share of time; commitments are then made for
    /// all three.
    /// </summary>
    /// <param name="low">The forecast's 5th percentile / its median.</param>
    /// <param name="high">The forecast's 95th percentile / its median.</param>
    public Demand Forecast(Ratio low, Ratio high)
    {
        var bands = new[] { (ForecastPoint.Low, low), (ForecastPoint.Middle, Ratio.One), (ForecastPoint.High, high) };
        return this with
        {
            BusiestMinute = BusiestMinute is { } minute ? minute * high : null,
            Spans =
            [
                .. bands
                    .Zip(ForecastShares)
                    .SelectMany(band =>
                        Spans.Select(span => Scaled(
                            span, new SpanName.Forecast(span.Name, band.First.Item1), Ratio.FromValue(band.Second), band.First.Item2) with
                        {
                            StandsFor = band.First.Item2 == Ratio.One ? span.StandsFor : [],
                        })),
            ],
        };
    }

    /// <summary>The hours of the record, which begins on Monday at 00:00 UTC and repeats.</summary>
    private int RecordHours => (int)Math.Max(1, Math.Round(Spans.Sum(span => span.StandsFor.Count * span.Steps) * Step.Hours));

    /// <summary>The length of the record, which repeats.</summary>
    public Duration RecordLength => Duration.FromHours(RecordHours);

    /// <summary>The share of a class's requests in each hour of a week.</summary>
    /// <param name="kind">The class.</param>
    public WeekHours HoursOf(int kind)
    {
        var demand = new Ratio[RecordHours];
        foreach (var span in Spans)
        {
            for (var step = 0; step < span.Steps; step++)
            {
                foreach (var hour in HoursIn(span, step))
                {
                    demand[hour % demand.Length] += Ratio.FromValue(span.Rates[kind][step].PerSecond);
                }
            }
        }

        return WeekHours.Of(demand);
    }

    /// <summary>The hours of a week in which requests of one step come.</summary>
    /// <param name="span">The span.</param>
    /// <param name="step">The step's place in it.</param>
    public WeekHours HoursOf(DemandSpan span, int step)
    {
        var demand = new Ratio[RecordHours];
        foreach (var hour in HoursIn(span.StandsFor.Count > 0 ? span : span with { StandsFor = [0] }, step))
        {
            demand[hour % demand.Length] += Ratio.One;
        }

        return WeekHours.Of(demand);
    }

    /// <summary>The hours of the record that a step of a span lies in, each as often as the span stands for a part of it.</summary>
    private IEnumerable<int> HoursIn(DemandSpan span, int step) =>
        from place in span.StandsFor
        let first = ((place * span.Steps) + step) * Step.Hours
        from hour in Enumerable.Range(0, (int)Math.Max(1, Math.Round(Step.Hours)))
        select (int)Math.Floor(first + hour + 1e-9);

    /// <summary>The mean rate of one class, or of all.</summary>
    public RequestsPerSecond Mean(int? only = null) => RequestsPerSecond.FromPerSecond(Spans.Sum(span =>
        span.Share.Value * Each(only).Sum(kind => span.Rates[kind].Average(rate => rate.PerSecond))));

    /// <summary>The busiest step's rate, all classes together.</summary>
    public RequestsPerSecond Peak => RequestsPerSecond.FromPerSecond(Spans.Max(span =>
        Enumerable.Range(0, span.Steps).Max(step => span.Rates.Sum(rates => rates[step].PerSecond))));

    /// <summary>Tokens of a month, input and output of all classes together.</summary>
    public Tokens MonthlyTokens => Tokens.FromCount(Each(null).Sum(kind => (Classes[kind].Mix.Total * Mean(kind) * Duration.Month).Count));

    private IEnumerable<int> Each(int? only) => only is { } kind ? [kind] : Enumerable.Range(0, Classes.Count);

    private static DemandSpan Scaled(DemandSpan span, SpanName name, Ratio share, Ratio factor) =>
        span with
        {
            Name = name,
            Share = span.Share * share,
            Rates = [.. span.Rates.Select(rates => (IReadOnlyList<RequestsPerSecond>)[.. rates.Select(rate => rate * factor)])],
        };
}
