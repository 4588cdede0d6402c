namespace Mtok.Tracking;

/// <summary>A time in which machines ran.</summary>
/// <param name="From">When they began; null for always.</param>
/// <param name="Until">When they ended; null for still running.</param>
/// <param name="Machines">How many.</param>
public sealed record MachineRun(DateTimeOffset? From, DateTimeOffset? Until, int Machines)
{
    /// <summary>The machine time in an interval.</summary>
    /// <param name="from">The beginning of the interval.</param>
    /// <param name="until">Its end.</param>
    public Duration In(DateTimeOffset from, DateTimeOffset until)
    {
        var begin = From is { } started && started > from ? started : from;
        var end = Until is { } ended && ended < until ? ended : until;
        return end > begin ? Duration.FromSeconds((end - begin).TotalSeconds) * Machines : default;
    }
}

/// <summary>The replicas on a deployment's machines, as far as the step model can say what their time is worth.</summary>
/// <param name="AcceleratorId">The accelerator.</param>
/// <param name="MachineGpus">Accelerators of a machine.</param>
/// <param name="Gpus">Accelerators that serve a model together.</param>
/// <param name="Precision">What they compute in.</param>
/// <param name="Engine">The engine's family; null for the best calibrated one.</param>
public sealed record ReplicaSize(string AcceleratorId, int MachineGpus, int Gpus, Precision Precision, string? Engine)
{
    /// <summary>What serves the model.</summary>
    public Deployment Deployment => new(AcceleratorId, Gpus, Precision, Engine ?? "");
}

/// <summary>Machines that serve models, as their owner describes them.</summary>
/// <param name="Name">Its name, by which usage and cost are grouped.</param>
/// <param name="Where">Where it is described.</param>
/// <param name="Runs">When how many machines ran; empty where only the bill knows.</param>
/// <param name="Price">What a machine costs an hour until a bill says so; null where not stated.</param>
/// <param name="Replica">What runs on a machine; null where not stated.</param>
public sealed record TrackedDeployment(string Name, Location Where, IReadOnlyList<MachineRun> Runs, MachinePrice? Price, ReplicaSize? Replica)
{
    /// <summary>Resources, SKUs or descriptions by which bills name its machines.</summary>
    public IReadOnlyList<NamePattern> BilledAs { get; init; } = [];

    /// <summary>Engine targets and other names under which usage is stated.</summary>
    public IReadOnlyList<NamePattern> Targets { get; init; } = [];

    /// <summary>Models it serves, as usage names them: usage that names no deployment is its own where no other serves the model.</summary>
    public IReadOnlyList<NamePattern> Models { get; init; } = [];

    /// <summary>How long a machine takes from its start to its first answer; paid, and not idle.</summary>
    public Duration Start { get; init; }

    /// <summary>Whether a row of a bill is for its machines.</summary>
    public bool IsBilledBy(BillRow row) =>
        row.Key.Deployment.Equals(Name, StringComparison.OrdinalIgnoreCase)
        || Array.Exists([row.Resource, LastPart(row.Resource), row.Sku, row.Description], name => BilledAs.Any(pattern => pattern.Matches(name)));

    /// <summary>Whether usage stated under that name is its own.</summary>
    public bool IsNamed(string name) => name.Equals(Name, StringComparison.OrdinalIgnoreCase) || Targets.Any(target => target.Matches(name));

    /// <summary>The name at the end of a resource's path: <c>arn:aws:ec2:us-east-1:1:instance/i-0abc</c>.</summary>
    private static string LastPart(string resource) => resource[(resource.LastIndexOf('/') + 1)..];
}
