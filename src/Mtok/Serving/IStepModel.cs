namespace Mtok;

/// <summary>The time of one engine step, for any parallelism of the replica.</summary>
public interface IStepModel
{
    /// <summary>The number of parts a step's sequences are split into; each prompt belongs to one part, and each part is a batch of the engine's.</summary>
    int Parts { get; }

    /// <summary>Tokens of a step, of the whole replica, beyond which its time jumps: the next tile of a kernel begins.</summary>
    IReadOnlyList<Tokens> Jumps { get; }

    /// <summary>The time in which every decoding sequence advances by one step.</summary>
    StepTime Of(StepLoad load);
}
