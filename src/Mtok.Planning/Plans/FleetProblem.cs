namespace Mtok.Planning;

/// <summary>The input of a plan: demand, choices and limits.</summary>
/// <param name="Demand">What has to be served.</param>
/// <param name="Machines">Machines that may be taken.</param>
/// <param name="Apis">APIs that may be used.</param>
/// <param name="Rules">Budget, quotas and scaling limits.</param>
/// <param name="Spares">Machines of each offer in use beyond those needed, where no API covers failures and the offer has no number of its own.</param>
/// <param name="StartUp">Time a machine is paid for before it serves.</param>
public sealed record FleetProblem(
    Demand Demand, IReadOnlyList<MachineChoice> Machines, IReadOnlyList<ApiChoice> Apis, PlanRules Rules, int Spares, Duration StartUp)
{
    /// <summary>All machines that could serve, those of doubtful prices as well; a plan takes none but <see cref="Machines"/>. Empty by default.</summary>
    public IReadOnlyList<MachineChoice> AllMachines { get; init; } = [];

    /// <summary>All APIs that could serve, those of doubtful prices as well; empty by default.</summary>
    public IReadOnlyList<ApiChoice> AllApis { get; init; } = [];

    /// <summary>Provisioned throughput that could serve, which is ranked and not planned; empty by default.</summary>
    internal IReadOnlyList<ProvisionedCandidate> Provisioned { get; init; } = [];

    /// <summary>Options that cannot serve, each with why; empty by default.</summary>
    internal IReadOnlyList<RankedOption> Unusable { get; init; } = [];

    /// <summary>Machines and APIs left out because their price is doubtful, each with the first doubt that rules it out; empty by default.</summary>
    public IReadOnlyList<PriceDoubt> Doubtful { get; init; } = [];

    /// <summary>Of each class why options cannot serve it, the most frequent reason first; empty by default.</summary>
    public IReadOnlyList<IReadOnlyList<RefusalCount>> Refusals { get; init; } = [];

    /// <summary>What a machine costs with the overheads that follow it / without (C3); prices of machines are with them.</summary>
    public Ratio Multiplier { get; init; } = Ratio.One;

    /// <summary>Overheads a month of having any machines.</summary>
    public UsdPerMonth Fixed { get; init; }

    /// <summary>How often what serves is up, as sellers promise; always by default.</summary>
    public Uptime Uptime { get; init; } = new(Ratio.One, Ratio.One, Ratio.One, Ratio.One);

    /// <summary>The redundancy of APIs and provisioned throughput, whose prices hold it.</summary>
    internal Redundancy OfProvider => new(StandIn.Provider, 0, default, Uptime.Api);

    /// <summary>The time that a start of a machine is paid for (C3, L5).</summary>
    internal Duration StartOf(MachineChoice machine) => machine.Paid(StartUp);

    /// <summary>The same in steps.</summary>
    internal double StartSteps(MachineChoice machine) => (StartOf(machine) / Demand.Step).Value;

    /// <summary>What stands in for machines.</summary>
    /// <param name="overZones">Whether they are spread so that a zone may be lost.</param>
    /// <param name="spares">Machines beyond those needed.</param>
    /// <param name="cost">What these cost a month.</param>
    /// <param name="up">How often enough of the machines are up by themselves.</param>
    internal Redundancy OfMachines(bool overZones, int spares, UsdPerMonth cost, Ratio up) => ApiStandsIn
        ? new(StandIn.Api, spares, cost, Uptime.WithApi(up))
        : new(overZones ? StandIn.Zones : spares > 0 ? StandIn.Spares : StandIn.None, spares, cost, up);

    /// <summary>The work of people that each way of serving takes; nobody by default.</summary>
    public People People { get; init; } = People.None;

    /// <summary>
    /// Sellers whose work <see cref="Always"/> and <see cref="Fixed"/> hold where there are machines: theirs, and that of the API that stands in for
    /// them; one by default.
    /// </summary>
    public int PaidSellers { get; init; } = 1;

    /// <summary>The part of <see cref="Fixed"/> that is people.</summary>
    public UsdPerMonth PeopleOfMachines { get; init; }

    /// <summary>What every way costs in work alike, that of one seller (C14).</summary>
    public UsdPerMonth Always { get; init; }

    /// <summary>What machines cost a month, however many there are.</summary>
    internal UsdPerMonth Standing => Always + Fixed;

    /// <summary>C14: the work of models on machines beyond one, and of sellers beyond those that are paid for.</summary>
    internal UsdPerMonth FurtherPeople(int models, int machineSellers, int apiSellers) => models == 0
        ? People.OfSeller * Math.Max(0, apiSellers - 1)
        : (People.OfModel * (models - 1)) + (People.OfSeller * Math.Max(0, machineSellers + Math.Max(apiSellers, PaidSellers - 1) - PaidSellers));

    /// <summary>Of each class the overheads of a request served by a machine (egress, logs); empty for none, the default.</summary>
    public IReadOnlyList<Usd> PerRequest { get; init; } = [];

    /// <summary>
    /// Of each step of each span the share of a machine's rate that may be planned with; empty for all of it. A replay that misses
    /// the service level tightens it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Ratio>> Usable { get; init; } = [];

    /// <summary>Names of ways to serve that a plan does not choose from: provisioned throughput, whose fewest units it does not know.</summary>
    public IReadOnlyList<string> NotPlanned { get; init; } = [];

    /// <summary>What the plan survives where no API covers failures: the loss of machines, or of any one whole zone.</summary>
    public SparesBy SparesBy { get; init; }

    /// <summary>What kinds of token take of a bill; null where that is not asked.</summary>
    internal TokenShares? Shares { get; init; }

    /// <summary>The cost of a million tokens of a plan, by kind of token (C8); null where the step model does not know its machines.</summary>
    public TokenSplit? ApartOf(Plan plan) =>
        Shares is { } shares && PartsOf(plan, shares) is { Total: > 0 } parts ? TokenSplit.Of(plan.PerMtok, shares.Mix, parts) : null;

    /// <summary>Each line of a plan by its cost.</summary>
    private static TokenParts? PartsOf(Plan plan, TokenShares shares)
    {
        var machines = plan.Machines.Select(line => line.Choice.Model is { } model && shares.Of(model, line.Choice.Deployment) is { } own
            ? own.Of((double)line.Cost.Dollars)
            : (TokenParts?)null);
        var apis = plan.Classes.Where(line => line.Cost.Dollars > 0)
            .Select(line => line.Api!.Parts.Count == 0 ? (TokenParts?)null : shares.Of(line.Api.Parts).Of((double)line.Cost.Dollars));
        return machines.Concat(apis).Aggregate((TokenParts?)default(TokenParts), (sum, part) => sum + part);
    }

    /// <summary>The cheapest API of a class; null where none serves it.</summary>
    public ApiChoice? ApiOf(int kind) => Apis.Where(api => api.PerRequest[kind] is not null).MinBy(api => api.PerRequest[kind]);

    /// <summary>As many machines of one choice all the time as the busiest step needs, with spares, and no API.</summary>
    internal Plan Constant(MachineChoice choice)
    {
        var alone = this with { Machines = [choice] };
        var (places, count) = (new Places(alone), choice.Needed(Demand) + Spares);
        return new PlanReading(alone, places).Read(_ => count, (_, _) => count, (_, _) => 0, places.Rate);
    }

    /// <summary>Everything at the APIs.</summary>
    internal Plan AllToApis() => new PlanReading(this, new(this)).ApiAlone();

    /// <summary>Whether an API can take what exceeds the machines, of every class.</summary>
    public bool ApiServesAll => Enumerable.Range(0, Demand.Classes.Count).All(kind => ApiOf(kind) is not null);

    /// <summary>Whether an API may be the spare of machines, where it can serve every class; true by default.</summary>
    public bool ApiIsSpare { get; init; } = true;

    /// <summary>Whether an API serves what failing machines do not, so that no spares are needed.</summary>
    public bool ApiStandsIn => ApiIsSpare && ApiServesAll;

    /// <summary>Spares that a kind of machine in use needs.</summary>
    internal int SparesOf(MachineChoice machine) => ApiStandsIn || Spares == 0 ? 0 : machine.OwnSpares ?? Spares;

    /// <summary>The same where machines serve everything; an API that stands in for those that fail still does.</summary>
    internal FleetProblem WithoutApis() => this with { Apis = [], Spares = ApiStandsIn ? 0 : Spares };

    /// <summary>The most machines of a kind that quotas and its listing allow.</summary>
    internal int MostAllowed(MachineSet machines) => Math.Min(
        machines.First.Most,
        Rules.Quotas
            .Where(quota => quota.Holds(machines.First.Offer))
            .Select(quota => quota.Gpus / machines.First.Gpus)
            .DefaultIfEmpty(int.MaxValue).Min());

    /// <summary>How fleets are run, with the share of capacity that the demand's bursts allow; null for synthetic machines.</summary>
    public FleetRules? Fleet { get; init; }

    /// <summary>The same, sized by what replays prove; kinds that no number of replicas lets keep the service level are refused.</summary>
    /// <param name="proved">What they prove; null for nothing yet.</param>
    /// <param name="atMost">Whether kinds that were not sized are taken at what replays may prove at most, so that they look no dearer than they are.</param>
    internal FleetProblem With(ProvedRates? proved, bool atMost = false)
    {
        KindStanding? StandingOf(MachineChoice machine) => machine.Model is { } model ? proved?.Of(model.Id, machine.Deployment)?.Standing : null;
        MachineChoice Sized(MachineChoice machine) => machine.With(ProvedRates.UseOf(StandingOf(machine), machine, atMost));
        var sized = new Dictionary<MachineChoice, MachineChoice>(
            AllMachines.Select(machine => KeyValuePair.Create(machine, Sized(machine))), ReferenceEqualityComparer.Instance);
        var hopeless = AllMachines.ToLookup(machine => StandingOf(machine) is KindStanding.HoldsNever);
        Refusal RefusalOf(MachineChoice machine) => new Refusal.MissesAtEverySize(((KindStanding.HoldsNever)StandingOf(machine)!).TooLong);

        // Kinds miss by prompts of their own: the fastest stands for all of them.
        List<RefusalCount> misses = hopeless[true].Select(RefusalOf).OfType<Refusal.MissesAtEverySize>()
            .MinBy(refusal => refusal.Prompt?.Alone ?? Duration.FromHours(1)) is { } fastest ? [new(fastest, hopeless[true].Count())] : [];
        return this with
        {
            Refusals = [.. Refusals.Select(ofClass => (IReadOnlyList<RefusalCount>)[.. ofClass.Concat(misses).OrderByDescending(count => count.Options)])],
            Machines = [.. Machines.Where(machine => StandingOf(machine) is not KindStanding.HoldsNever)
                .Select(machine => sized.GetValueOrDefault(machine) ?? Sized(machine))],
            AllMachines = [.. hopeless[false].Select(machine => sized[machine])],
            Unusable = [.. Unusable, .. hopeless[true].Select(machine => Refused(machine, RefusalOf(machine)))],
        };
    }

    /// <summary>The same where every machine serves what one can count on (U7): bills are then those that 80 % of the chances stay below.</summary>
    internal FleetProblem CountedOn() => this with
    {
        Machines = [.. Machines.Select(machine => machine with { Rates = [.. machine.Rates.Select(rate => rate * machine.CountedOn)] })],
    };

    /// <summary>Whether machines are left out with which a plan would cost less, but not at the throughput that one can count on.</summary>
    public bool IsCountedOn { get; init; }

    /// <summary>The same with the machines of a plan made at the throughput one can count on, and of the best option.</summary>
    internal FleetProblem CountedOn(Plan? plan, RankedOption best)
    {
        var names = (plan?.Machines ?? []).Select(line => line.Choice).Concat(best.Machines?.Zones ?? []).Select(machine => machine.Name).ToHashSet(
            StringComparer.Ordinal);
        return this with { Machines = [.. Machines.Where(machine => names.Contains(machine.Name))], IsCountedOn = true };
    }

    /// <summary>An option that cannot serve.</summary>
    internal static RankedOption Refused(MachineChoice machine, Refusal refusal) => new(
        machine.Name, Candidates.KindOf(machine.Offer.Pricing), machine.Model?.Id ?? "", machine.Offer.Seller, null, Evidence.Assumed,
        machine.Offer.Provenance.AsOf, [])
    { Refusal = refusal };
}
