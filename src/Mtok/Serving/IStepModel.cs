namespace Mtok;

/// <summary>The time of one engine step, however the devices of a replica share the work.</summary>
public interface IStepModel
{
    /// <summary>Parts that the sequences of a step are split into; each prompt lies in one of them, and each part is a batch of the engine's.</summary>
    int Parts { get; }

    /// <summary>The time in which every decoding sequence advances by one step.</summary>
    StepTime Of(StepLoad load);
}
