namespace Mtok.Reporting;

/// <summary>How much of an answer is shown.</summary>
public enum Detail
{
    /// <summary>One screen: what to run, what it costs, why, and what to check; the default.</summary>
    Screen,

    /// <summary>One screen for engineers: how the recommended option is built, and what its figures rest on.</summary>
    Why,

    /// <summary>Everything.</summary>
    All,
}
