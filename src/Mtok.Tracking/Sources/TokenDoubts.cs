namespace Mtok.Tracking;

/// <summary>What is wrong with token counts, in a sentence.</summary>
internal static class TokenDoubts
{
    /// <summary>The sentence; none where nothing is wrong.</summary>
    public static IEnumerable<string> Of(TokenClasses tokens) => tokens.Fault switch
    {
        TokenFault.Negative => ["a count of tokens is below zero"],
        TokenFault.ReasoningExceedsOutput => [$"{tokens.Reasoning} reasoning tokens exceed the output's {tokens.Output}"],
        TokenFault.PartsDiffer => [$"uncached, read and written tokens do not add up to the prompt's {tokens.Input}"],
        _ => [],
    };
}
