namespace Mtok;

/// <summary>How a seller counts the time of machines that may be given back at any time.</summary>
/// <param name="Increment">Each machine's time is rounded up to a multiple of it.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record Billing(Duration Increment, Provenance Provenance)
{
    private static readonly Limits<Duration> AnyIncrement = new(Duration.FromSeconds(1), Duration.FromHours(24));

    /// <summary>What is paid of a time (C3).</summary>
    public Duration Of(Duration time) => Increment * Ratio.FromValue(Math.Ceiling((time / Increment).Value - 1e-9));

    internal static Billing? Read(TomlTable? table, Problems problems)
    {
        if (table is null)
        {
            return null;
        }

        var billing = new Billing(table.Quantity("increment", AnyIncrement), Ids.ReadProvenance(table, problems));
        table.RejectUnknown();
        return billing;
    }
}
