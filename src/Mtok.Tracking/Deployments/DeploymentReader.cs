namespace Mtok.Tracking;

/// <summary>Reads a file of deployments; every problem in it is reported, with the nearest valid spelling if there is one.</summary>
/// <param name="catalog">Where offers, accelerators and precisions are looked up.</param>
/// <param name="problems">Where to report.</param>
public sealed class DeploymentReader(Catalog catalog, Problems problems)
{
    private static readonly Limits<int> Machines = new(0, 100_000);
    private static readonly Limits<int> Gpus = new(1, 1024);
    private static readonly Limits<Duration> Start = new(default, Duration.FromHours(24));
    private static readonly Limits<UsdPerHour> Price = new(default, UsdPerHour.FromDollars(10_000));
    private readonly MachinePriceReader _prices = new(catalog, problems);

    /// <summary>Whether a text is a file of deployments: TOML that has one, even if its brackets are wrong.</summary>
    /// <param name="text">The text, or its beginning.</param>
    public static bool Fits(string text) =>
        text.Split('\n').Any(line => line.Trim().Replace(" ", "", StringComparison.Ordinal) is "[[deployment]]" or "[deployment]");

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The deployments; null if there are errors (reported).</returns>
    public DeploymentFile? Read(string path, string text)
    {
        var before = problems.All.Count(problem => problem.Severity == Severity.Error);
        if (TomlTable.Parse(path, text, problems) is not { } root)
        {
            return null;
        }

        var deployments = root.Tables("deployment").Select(Deployment).ToList();
        var teams = Teams(root.OptionalTable("teams"));
        root.RejectUnknown();
        CheckTwice(deployments, deployment => [new(deployment.Name)], "name");
        CheckTwice(deployments, deployment => deployment.Targets, "target");
        CheckTwice(deployments, deployment => deployment.BilledAs, "instance or bill pattern");
        return problems.All.Count(problem => problem.Severity == Severity.Error) == before ? new(deployments, teams) : null;
    }

    private TrackedDeployment Deployment(TomlTable row)
    {
        var name = row.Text("name");
        var offer = _prices.Read(row, Price);
        var instances = Patterns(row, "instances");
        var deployment = new TrackedDeployment(name, row.Where, Runs(row, instances.Count), offer.Price, Replica(row, offer.Machine))
        {
            BilledAs = [.. instances, .. Patterns(row, "bill")],
            Targets = Patterns(row, "targets"),
            Models = Patterns(row, "models"),
            Start = row.OptionalQuantity("start", Start) ?? default,
        };
        row.RejectUnknown();
        return deployment;
    }

    private static List<NamePattern> Patterns(TomlTable row, string key) => [.. row.Texts(key).Select(text => new NamePattern(text))];

    /// <summary>The times given; else always, with as many machines as are counted or named; none where neither is.</summary>
    private List<MachineRun> Runs(TomlTable row, int instances)
    {
        var count = row.OptionalCount("machines", Machines) ?? (instances > 0 ? instances : null);
        var runs = row.Tables("run").Select(run => Run(run, count)).ToList();
        return runs.Count > 0 ? runs : count is { } machines ? [new(null, null, machines)] : [];
    }

    private MachineRun Run(TomlTable row, int? count)
    {
        var run = new MachineRun(Time(row, "from"), Time(row, "until"), row.OptionalCount("machines", Machines) ?? count ?? 1);
        if (run.Until <= run.From)
        {
            problems.Error(row.WhereIs("until"), "empty-run", "\"until\" must be later than \"from\"");
        }

        row.RejectUnknown();
        return run;
    }

    private DateTimeOffset? Time(TomlTable row, string key)
    {
        if (row.Written(key) is not { } text)
        {
            return null;
        }

        var time = BillText.Time(text);
        if (time is null)
        {
            problems.Error(row.WhereIs(key), "bad-date", $"\"{key}\" must be a time such as 2026-10-01T00:00:00Z, or a day, not \"{text}\"");
        }

        return time;
    }

    private ReplicaSize? Replica(TomlTable row, Offer? machine)
    {
        var named = row.OptionalText("accelerator");
        var accelerator = catalog.FindAccelerator(named ?? machine?.AcceleratorId ?? "");
        if (named is not null && accelerator is null)
        {
            problems.Error(row.WhereIs("accelerator"), "unknown-accelerator", $"unknown accelerator \"{named}\"{catalog.SuggestAccelerator(named)}");
        }

        var whole = row.OptionalCount("machine_gpus", Gpus) ?? machine?.Gpus;
        var gpus = row.OptionalCount("gpus", Gpus);
        var precision = row.OptionalText("precision");
        var engine = row.OptionalText("engine");
        if (precision is not null && !Precision.Bits.ContainsKey(precision))
        {
            var known = Precision.Bits.Keys;
            problems.Error(
                row.WhereIs("precision"), "unknown-word", $"\"{precision}\" must be one of {string.Join(", ", known)}{Spelling.DidYouMean(precision, known)}");
        }

        return accelerator is null || (whole ?? gpus) is not { } size
            ? null
            : new(accelerator.Id, size, gpus ?? size, precision is null ? accelerator.UsualPrecision : Precision.Named(precision), engine);
    }

    private static Dictionary<string, string> Teams(TomlTable? table) =>
        table is null ? [] : table.Keys.ToDictionary(key => key, table.Text, StringComparer.Ordinal);

    private void CheckTwice(IReadOnlyList<TrackedDeployment> deployments, Func<TrackedDeployment, IEnumerable<NamePattern>> of, string what)
    {
        var twice = deployments.SelectMany(deployment => of(deployment).Distinct().Select(pattern => (Pattern: pattern, deployment.Where)))
            .GroupBy(named => named.Pattern.Text, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Key.Length > 0 && group.Skip(1).Any());
        foreach (var group in twice)
        {
            problems.Error(group.Last().Where, "duplicate-key", $"the {what} \"{group.Key}\" belongs to two deployments");
        }
    }
}
