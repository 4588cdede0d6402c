using DuckDB.NET.Data;

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

    /// <summary>Whether an exception says that a store cannot be used: locked, full, damaged.</summary>
    public static bool IsOfStore(Exception exception) =>
        exception is DuckDBException or IOException or UnauthorizedAccessException or LedgerFaultException;

    /// <summary>A store's fault in words.</summary>
    public static string Words(Exception exception) => exception.Message.Contains("Could not set lock", StringComparison.Ordinal)
        ? "another process is writing to the ledger; try again when it has ended"
        : exception.Message.Split('\n')[0];
}
