namespace Mtok.Tracking;

/// <summary>
/// Who caused which cost: rows of bills, and machine hours not billed yet, divided by the work that was measured. The rows that are not
/// estimates add up to what is billed, per currency, to the last digit.
/// </summary>
public sealed class CostAllocation
{
    private readonly DeploymentFile _deployments;
    private readonly Capacities? _capacities;
    private readonly CostPools _pools = new();
    private readonly CostRows _rows = new();
    private readonly BilledUsage _logs;
    private readonly List<TrackingWarning> _warnings = [];

    private CostAllocation(DeploymentFile deployments, Capacities? capacities, BilledUsage logs)
    {
        _deployments = deployments;
        _capacities = capacities;
        _logs = logs;
    }

    /// <summary>Allocates the cost of bills and machines.</summary>
    /// <param name="bills">Rows of bills, in any order.</param>
    /// <param name="usage">All usage, each counted once.</param>
    /// <param name="deployments">The machines, and the teams behind keys.</param>
    /// <param name="capacities">Says what a token takes of a machine's time; null to divide by tokens.</param>
    public static AllocatedCosts Of(
        IReadOnlyList<BillRow> bills, IReadOnlyList<UsageHour> usage, DeploymentFile deployments, Capacities? capacities)
    {
        var allocation = new CostAllocation(deployments, capacities, new(usage, deployments));
        foreach (var row in bills)
        {
            allocation.Add(row);
        }

        allocation.AddUnbilled(bills, ObservedTime.Of(usage));
        allocation.Divide(usage);
        return new(allocation._rows.All, allocation.Warnings());
    }

    /// <summary>Each warning once, at the first place that it holds for.</summary>
    private List<TrackingWarning> Warnings() =>
        [
            .. _warnings.OrderBy(warning => warning.First.File, StringComparer.Ordinal).ThenBy(warning => warning.First.Line)
                .GroupBy(warning => warning.Message, StringComparer.Ordinal)
                .Select(group => group.First() with { Count = group.Count() }),
        ];

    private void Add(BillRow row)
    {
        var deployment = _deployments.BilledBy(row);
        var key = _deployments.KeyOf(row);
        var hour = UsageHour.HourOf(row.From);
        var isOfMachines = deployment is not null && KindOf(row) is null;
        AddBalance(row, new(hour, key, CostKind.Prepaid, row.Balance) { IsOfMachines = isOfMachines });
        if (deployment is not null && row.IsAllocated)
        {
            _pools.Cover(deployment, row);
        }

        if (row.Class is not null && KindOf(row) is CostKind.Busy && !_deployments.NamesTeamOf(row) && UsersOf(row) is { Count: > 0 } users)
        {
            AddShared(row, users, new(hour, key, CostKind.Busy, row.Cost));
        }
        else if (KindOf(row) is { } kind)
        {
            _rows.Add(new(hour, key, kind, row.Cost));
        }
        else if (deployment is not null)
        {
            _pools.Add(deployment, row);
        }
        else
        {
            _rows.Add(new(hour, key, CostKind.Unattributed, row.Cost));
        }
    }

    /// <summary>What machines were paid in advance is drawn down in the hours in which they cost it.</summary>
    private void AddBalance(BillRow row, CostRow whole)
    {
        if (!whole.IsOfMachines)
        {
            _rows.Add(whole);
            return;
        }

        var hours = CoveredHours.Of(row.From, row.Until);
        var amounts = MoneyShares.Of(whole.Amount.Amount, hours.ConvertAll(hour => (decimal)hour.Length.Ticks));
        foreach (var ((hour, _), amount) in hours.Zip(amounts))
        {
            _rows.Add(whole with { Hour = hour, Amount = whole.Amount with { Amount = amount } });
        }
    }

    /// <summary>Who used the tokens that a row bills, where a log tells a team, which says more than the bill does.</summary>
    private List<(UsageHour Usage, long Tokens)> UsersOf(BillRow row) =>
        [
            .. _logs.Of(row).Where(usage => usage.Key.Team.Length > 0)
                .Select(usage => (usage, BilledUsage.TokensOf(usage.Tokens, row.Class!.Value) ?? 0)).Where(user => user.Item2 > 0),
        ];

    /// <summary>Divides the cost of a row of tokens among those whose tokens it bills; the bill's own key keeps what no log tells of.</summary>
    private void AddShared(BillRow row, IReadOnlyList<(UsageHour Usage, long Tokens)> users, CostRow whole)
    {
        var stated = users.Sum(user => (decimal)user.Tokens);
        var rest = Math.Max(0, Math.Abs(row.Tokens ?? stated) - stated);
        if (stated > Math.Abs(row.Tokens ?? stated))
        {
            _warnings.Add(new(row.Where, "logs tell of more tokens than the bill; its cost is divided by what they tell", 1));
        }

        var amounts = MoneyShares.Of(row.Cost.Amount, [rest, .. users.Select(user => (decimal)user.Tokens)]);
        _rows.Add(whole with { Amount = row.Cost with { Amount = amounts[0] } });
        foreach (var ((usage, _), amount) in users.Zip(amounts.Skip(1)))
        {
            _rows.Add(whole with { Hour = usage.Hour, Key = _deployments.Named(usage.Key), Amount = row.Cost with { Amount = amount } });
        }
    }

    /// <summary>Whether a row pays for machines of a deployment, so that the measured work divides its cost.</summary>
    internal static bool IsOfMachines(BillRow row, DeploymentFile deployments) => KindOf(row) is null && deployments.BilledBy(row) is not null;

    /// <summary>What a row's cost is for; null for machines, or whatever else was used, which the measured work divides.</summary>
    internal static CostKind? KindOf(BillRow row) => row.Item switch
    {
        BillItem.Tax => CostKind.Tax,
        BillItem.Credit => CostKind.Credit,
        BillItem.Other => CostKind.Other,
        BillItem.UnusedCommitment => CostKind.Idle,
        BillItem.Purchase or BillItem.Unattributed => CostKind.Unattributed,
        BillItem.Busy => CostKind.Busy,
        BillItem.Idle => CostKind.Idle,
        BillItem.ColdStart => CostKind.ColdStart,
        BillItem.Failed => CostKind.Failed,
        BillItem.Prepaid => CostKind.Prepaid,
        _ when row.Class is not null => CostKind.Busy,
        _ when row.Cost.Amount < 0 && !row.IsCorrection => CostKind.Credit,
        _ => null,
    };

    /// <summary>Hours of machines that no bill covers cost their dated price.</summary>
    private void AddUnbilled(IReadOnlyList<BillRow> bills, ObservedTime? observed)
    {
        foreach (var deployment in _deployments.Deployments.Where(deployment => deployment.Price is not null))
        {
            var billed = _pools.BilledOf(deployment.Name) ?? SellersBill(deployment, bills);
            var machines = new UnbilledMachines(deployment, billed, observed);
            foreach (var (hour, time) in machines.Hours)
            {
                _pools.AddPrice(deployment, hour, time, deployment.Price!.At(DateOnly.FromDateTime(hour.UtcDateTime)));
            }
        }
    }

    /// <summary>A bill of the deployment's seller that names none of its machines: estimating them would count them twice.</summary>
    private BilledTime? SellersBill(TrackedDeployment deployment, IReadOnlyList<BillRow> bills)
    {
        var rows = bills.Where(row => row is { From: not null, Until: not null } && SellerNames.Same(row.Provider, deployment.Price!.Seller)).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        Warn(deployment, $"{deployment.Name}: the bill of {rows[0].Provider} names none of its machines, so they are among what is unattributed");
        return new(rows.Min(row => row.From!.Value), rows.Max(row => row.Until!.Value));
    }

    private void Divide(IReadOnlyList<UsageHour> usage)
    {
        var observed = ObservedTime.Of(usage);
        var own = usage.Select(row => (Row: row, Deployment: _deployments.Of(row.Key))).Where(row => row.Deployment is not null)
            .ToLookup(row => row.Deployment!.Name, row => row.Row with { Key = _deployments.Named(row.Row.Key) }, StringComparer.Ordinal);
        foreach (var deployment in _deployments.Deployments)
        {
            var costs = _pools.Costs.Where(pool => pool.Key.Deployment == deployment.Name).ToList();
            if (costs.Count > 0)
            {
                var pool = new DividedPool(
                    deployment, [.. own[deployment.Name]], _capacities, _pools, observed, _rows, message => Warn(deployment, message));
                pool.Divide(costs);
            }
        }
    }

    private void Warn(TrackedDeployment deployment, string message) => _warnings.Add(new(deployment.Where, message, 1));
}

/// <summary>All costs.</summary>
/// <param name="Rows">Who caused what; those that are not estimates add up to the bills.</param>
/// <param name="Warnings">What the reader has to know about them.</param>
public sealed record AllocatedCosts(IReadOnlyList<CostRow> Rows, IReadOnlyList<TrackingWarning> Warnings);
