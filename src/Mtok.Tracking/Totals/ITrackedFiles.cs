namespace Mtok.Tracking;

/// <summary>Where files are put, one at a time: into a tally, or into a ledger.</summary>
internal interface ITrackedFiles : IReadings
{
    /// <summary>The lengths of files to compare the beginnings of others with.</summary>
    IEnumerable<long> Lengths { get; }

    /// <summary>Begins a file; false where its bytes are there already, so that it is not read.</summary>
    bool Begin(FileContent content);

    /// <summary>Says what format the file has, before its first reading.</summary>
    void Is(string kind);

    /// <summary>Takes a file of deployments.</summary>
    void Add(string text, DeploymentFile deployments);

    /// <summary>Ends the file.</summary>
    void End();

    /// <summary>Ends a file that cannot be read to its end: what was read of it does not count.</summary>
    void GiveUp();
}
