namespace Mtok.Simulation;

/// <summary>Sees requests as they get their tokens.</summary>
internal interface IOutcomeWatch
{
    /// <summary>A request has its first token.</summary>
    void Began(in Outcome outcome);

    /// <summary>A request has its last token.</summary>
    void Ended(in Outcome outcome);
}
