namespace Mtok.Planning;

/// <summary>An option with its cost on a grid of throughputs, from -3 to 3 standard deviations.</summary>
internal sealed class Contender
{
    /// <summary>Points at which the cost is computed; between them it is taken from the nearest.</summary>
    private const int GridPoints = 61;

    private readonly Func<Ratio, decimal> _costAt;
    private readonly Spread _spread;
    private readonly Lazy<decimal[]> _grid;

    private Contender(string name, string deployment, Func<Ratio, decimal> costAt, Spread spread)
    {
        Name = name;
        Deployment = deployment;
        _costAt = costAt;
        _spread = spread;
        _grid = new(() => spread == default ? [costAt(Ratio.One)] : [.. Enumerable.Range(0, GridPoints).Select(point => At((point / 10.0) - 3))]);
    }

    public string Name { get; }

    /// <summary>What its throughput is drawn with: the model and deployment of its machines.</summary>
    public string Deployment { get; }

    public decimal Best => _spread == default ? _grid.Value[0] : At(3);

    public decimal Worst => _spread == default ? _grid.Value[0] : At(-3);

    /// <summary>Machines, alone or with an API: log-normal throughput, each side as wide as its side of the interval.</summary>
    public static Contender Machines(string name, Fleet fleet, Func<Ratio, decimal> costAt)
    {
        return new(name, $"{fleet.Capacity.Model.Id} {fleet.Capacity.Deployment}", costAt, Spread.Of(fleet.Throughput.Low, fleet.Throughput.High));
    }

    /// <summary>An API, whose cost is known.</summary>
    public static Contender Api(string name, decimal cost) => new(name, name, _ => cost, default);

    public decimal CostAt(double normal) => _grid.Value is [var only] ? only : _grid.Value[(int)Math.Round((Math.Clamp(normal, -3, 3) + 3) * 10)];

    public bool NeverDearerThan(Contender other)
    {
        var (own, others) = (_grid.Value, other._grid.Value);
        return own.Length == others.Length && Enumerable.Range(0, own.Length).All(point => own[point] <= others[point]);
    }

    private decimal At(double normal) => _costAt(Ratio.FromValue(_spread.At(normal)));
}
