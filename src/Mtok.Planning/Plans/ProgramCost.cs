using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>The objective of a program, dollars a month, scaled where its coefficients would be too small for a solver to tell from nothing.</summary>
internal sealed class ProgramCost
{
    /// <summary>
    /// Solvers take prices below this for rounding: in 40 random plans SCIP 9 was right at 1e-5 and HiGHS, CBC, CLP and CP-SAT wrong from 1e-5 or
    /// 1e-6 on (OR-Tools 9.15, November 2026).
    /// </summary>
    public const double LeastCoefficient = 1e-5;

    /// <summary>A coefficient that is so small a share of the largest is rounding itself.</summary>
    private const double Rounding = 1e-12;

    private readonly Dictionary<Variable, double> _costs = [];
    private double _always;
    private double _scale = 1;

    /// <summary>What one of a variable costs, dollars a month.</summary>
    public void Add(Variable variable, double dollars) => _costs[variable] = dollars;

    /// <summary>A cost that no variable changes, dollars a month.</summary>
    public void AddAlways(double dollars) => _always += dollars;

    /// <summary>What one of a variable costs, dollars a month.</summary>
    public double Of(Variable variable) => _costs[variable];

    /// <summary>Gives the solver its objective: times a power of two that leaves every number exact.</summary>
    public void Minimize(Solver solver)
    {
        var largest = _costs.Values.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var least = _costs.Values.Select(Math.Abs).Where(cost => cost > Rounding * largest).DefaultIfEmpty(1).Min();
        _scale = least >= LeastCoefficient ? 1 : Math.Pow(2, Math.Ceiling(Math.Log2(LeastCoefficient / least)));
        foreach (var (variable, dollars) in _costs)
        {
            solver.Objective().SetCoefficient(variable, dollars * _scale);
        }

        solver.Objective().SetMinimization();
    }

    /// <summary>Dollars a month as the objective counts them.</summary>
    public double Scaled(double dollars) => (dollars - _always) * _scale;

    /// <summary>A value of the objective in dollars a month.</summary>
    public double Dollars(double objective) => _always + (objective / _scale);
}
