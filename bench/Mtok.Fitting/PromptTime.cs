namespace Mtok.Fitting;

/// <summary>A measured attention of prompts.</summary>
/// <param name="Context">The mean context of a prompt token.</param>
/// <param name="Ideal">Its operations at the 16-bit peak.</param>
/// <param name="Seconds">Its time.</param>
internal sealed record PromptTime(double Context, double Ideal, double Seconds);
