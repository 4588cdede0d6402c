namespace Mtok.Tracking;

/// <summary>A ledger that is not as it was written: files changed or missing, rows that do not add up.</summary>
public sealed class LedgerFaultException : Exception
{
    /// <summary>A fault without a reason.</summary>
    public LedgerFaultException()
    {
    }

    /// <summary>A fault.</summary>
    public LedgerFaultException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its cause.</summary>
    public LedgerFaultException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>Checks of what a ledger holds.</summary>
internal static class LedgerFault
{
    /// <summary>Goes on only if a ledger is as it should be.</summary>
    /// <exception cref="LedgerFaultException">It is not.</exception>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new LedgerFaultException(otherwise);
        }
    }
}
