namespace Mtok.Planning;

/// <summary>What a demand asks of an API at its busiest, and in each step as a share of that (A1).</summary>
internal sealed class ApiLoad
{
    private readonly Demand _demand;
    private readonly ApiTraffic _waiting;
    private readonly ApiTraffic _busiestStep;

    /// <param name="demand">The demand; work that may wait counts at its mean rate, because it is sent when there is room.</param>
    public ApiLoad(Demand demand)
    {
        _demand = demand;
        _waiting = Sum(kind => demand.Classes[kind].Deadline > default(Duration) ? demand.Mean(kind) : default);
        _busiestStep = Place.Of(demand).Select(At).Aggregate((left, right) => left.Or(right));
        Busiest = demand.BusiestMinute is { } minute ? _busiestStep.Or(minute + _waiting) : _busiestStep;
    }

    /// <summary>The busiest minute of the record, or where there is none the mean of the busiest step; of each figure by itself.</summary>
    public ApiTraffic Busiest { get; }

    /// <summary>A step's load / that of the busiest step, by the figure of which it asks most.</summary>
    public double ShareAt(Place place)
    {
        var here = At(place);
        double Share(double now, double most) => most > 0 ? now / most : 0;
        return new[]
        {
            Share(here.Requests.PerSecond, _busiestStep.Requests.PerSecond),
            Share(here.Input.PerSecond, _busiestStep.Input.PerSecond),
            Share(here.Computed.PerSecond, _busiestStep.Computed.PerSecond),
            Share(here.Output.PerSecond, _busiestStep.Output.PerSecond),
        }.Max();
    }

    private ApiTraffic At(Place place) => _waiting + Sum(kind =>
        _demand.Classes[kind].Deadline > default(Duration) ? default : _demand.Spans[place.Span].Rates[kind][place.Step]);

    private ApiTraffic Sum(Func<int, RequestsPerSecond> rate) => _demand.Classes.Index()
        .Select(kind => ApiTraffic.Of(kind.Item.Mix, rate(kind.Index))).Aggregate((left, right) => left + right);
}
