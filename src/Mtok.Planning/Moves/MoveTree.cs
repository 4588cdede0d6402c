namespace Mtok.Planning;

/// <summary>A time at which demand is known and one may move.</summary>
/// <param name="Year">Years from now.</param>
/// <param name="Branches">What demand may be then / what it was before, each with its chance; the chances add up to one.</param>
internal sealed record MoveStage(double Year, IReadOnlyList<(double Demand, double Chance)> Branches);

/// <summary>
/// H2: a tree of scenarios. At each stage demand takes one of a few multiples of what it was, whatever it was, and holds until the next stage, the last until
/// the horizon.
/// </summary>
/// <param name="Demand">Demand now, of which all others are multiples.</param>
/// <param name="Stages">The stages after now, in order.</param>
/// <param name="Horizon">Years from now at which counting ends.</param>
internal sealed record MoveTree(double Demand, IReadOnlyList<MoveStage> Stages, double Horizon)
{
    /// <summary>The year of a stage, 0 being now; that of the horizon behind the last.</summary>
    public double YearOf(int stage) => stage == 0 ? 0 : stage > Stages.Count ? Horizon : Stages[stage - 1].Year;

    /// <summary>What may come after a stage; nothing behind the last.</summary>
    public IReadOnlyList<(double Demand, double Chance)> After(int stage) => stage < Stages.Count ? Stages[stage].Branches : [];

    /// <summary>The stage at which a term that ends in a year is over: the first not before it, so that it is renewed until then; or the horizon.</summary>
    public int StageOf(double year) => Enumerable.Range(0, Stages.Count + 1).FirstOrDefault(stage => YearOf(stage) >= year - 1e-9, Stages.Count + 1);

    /// <summary>The same at a multiple of all demand.</summary>
    public MoveTree Times(double factor) => this with { Demand = Demand * factor };

    /// <summary>What is left of it from its first stage on, at a demand.</summary>
    public MoveTree From(double demand)
    {
        var first = YearOf(1);
        return new(demand, [.. Stages.Skip(1).Select(stage => stage with { Year = stage.Year - first })], Horizon - first);
    }

    /// <summary>The same with a stage, at which demand stays what it is, wherever a term ends that begins at a stage before the last.</summary>
    public MoveTree WithEnds(IEnumerable<double> terms)
    {
        var begins = Enumerable.Range(0, Stages.Count).Select(YearOf).ToList();
        var more = terms.Where(double.IsFinite).SelectMany(term => begins.Select(year => year + term))
            .Where(year => year < Horizon - 1e-9 && !Stages.Any(stage => Math.Abs(stage.Year - year) < 1e-9))
            .Distinct().Select(year => new MoveStage(year, [(1, 1)]));
        return this with { Stages = [.. Stages.Concat(more).OrderBy(stage => stage.Year)] };
    }

    /// <summary>Every scenario with its chance, as a tree that has no other.</summary>
    public IEnumerable<(MoveTree Path, double Chance)> Paths()
    {
        IEnumerable<(MoveStage[] Stages, double Chance)> paths = [([], 1)];
        foreach (var stage in Stages)
        {
            paths = paths.SelectMany(path => stage.Branches.Select(branch =>
                ((MoveStage[])[.. path.Stages, stage with { Branches = [(branch.Demand, 1)] }], path.Chance * branch.Chance)));
        }

        return paths.Select(path => (this with { Stages = path.Stages }, path.Chance));
    }

    /// <summary>Every demand that may come, now's first.</summary>
    public IReadOnlyList<double> Demands()
    {
        List<double> all = [Demand], last = [Demand];
        foreach (var stage in Stages)
        {
            last = [.. last.SelectMany(demand => stage.Branches.Select(branch => demand * branch.Demand)).Distinct()];
            all.AddRange(last);
        }

        return [.. all.Distinct()];
    }
}
