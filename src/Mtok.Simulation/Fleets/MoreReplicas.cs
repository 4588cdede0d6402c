using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mtok.Simulation;

/// <summary>Replicas on another device beside the main ones.</summary>
/// <param name="Accelerator">The device: an id or alias of the catalog.</param>
/// <param name="Gpus">Devices of one replica: 1 to 1,024.</param>
/// <param name="Replicas">Replicas: 1 to 10,000.</param>
public sealed record MoreReplicas(string Accelerator, int Gpus, int Replicas)
{
    /// <summary>How many replicas of one kind a fleet may have: 1 to 10,000.</summary>
    public static Limits<int> CountRange { get; } = new(1, 10_000);

    /// <summary>What to ask a user for, in messages.</summary>
    public static string Expected => "DEVICE:GPUS:REPLICAS, such as l40s:1:4";

    /// <summary>Whether both numbers are in range.</summary>
    internal bool IsInRange => RequestRanges.Gpus.Hold(Gpus) && CountRange.Hold(Replicas);

    /// <summary>Reads <c>l40s:1:4</c>; false where the text is not of that form or a number is out of range.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MoreReplicas? value)
    {
        value = text is null ? null : Read(text.Split(':'));
        return value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Accelerator}:{Gpus}:{Replicas}");

    private static MoreReplicas? Read(string[] parts) =>
        parts.Length == 3
            && Whole(parts[1]) is { } gpus
            && Whole(parts[2]) is { } replicas
            && new MoreReplicas(parts[0], gpus, replicas) is { IsInRange: true } read
            ? read
            : null;

    internal static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>The fewest and most replicas of a fleet that follows the traffic.</summary>
/// <param name="Least">The fewest: 0 or more.</param>
/// <param name="Most">The most: 1 to 10,000, and not below the fewest.</param>
public sealed record ReplicaRange(int Least, int Most)
{
    /// <summary>What to ask a user for, in messages.</summary>
    public static string Expected => "MIN:MAX, such as 1:8";

    /// <summary>Whether both numbers are in range.</summary>
    internal bool IsInRange => Least >= 0 && Least <= Most && MoreReplicas.CountRange.Hold(Most);

    /// <summary>Reads <c>1:8</c>; false where the text is not of that form or a number is out of range.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ReplicaRange? value)
    {
        value = text is null ? null : Read(text.Split(':'));
        return value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Least}:{Most}");

    private static ReplicaRange? Read(string[] parts) =>
        parts.Length == 2
            && MoreReplicas.Whole(parts[0]) is { } least
            && MoreReplicas.Whole(parts[1]) is { } most
            && new ReplicaRange(least, most) is { IsInRange: true } read
            ? read
            : null;
}
