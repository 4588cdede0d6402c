namespace Mtok.Reporting;

/// <summary>What the answer saves against what the user pays today.</summary>
internal static class SavingWords
{
    /// <summary>A sentence to lead the answer, with a blank after it; empty where nobody said what is paid today.</summary>
    public static string Of(ScreenAnswer answer) => "";
}
