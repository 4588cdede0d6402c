namespace Mtok.Tracking;

/// <summary>What is wrong with token counts, in a sentence without figures, so that a thousand rows of one fault are one warning.</summary>
internal static class TokenDoubts
{
    /// <summary>The sentence; none where nothing is wrong.</summary>
    public static IEnumerable<string> Of(TokenClasses tokens) => tokens.Fault switch
    {
        TokenFault.Negative => ["a token count below zero"],
        TokenFault.ReasoningExceedsOutput => ["more reasoning tokens than output tokens"],
        TokenFault.PartsDiffer => ["uncached, cache read and cache written tokens do not add up to the prompt"],
        _ => [],
    };
}
