namespace Mtok.Tracking;

/// <summary>What a metric of a program means for usage and cost.</summary>
internal abstract record Meaning
{
    /// <summary>A total since a start.</summary>
    /// <param name="Of">What it counts.</param>
    /// <param name="Class">The class of tokens, where it counts tokens.</param>
    public sealed record Counts(CounterOf Of, TokenClass? Class = null) : Meaning
    {
        /// <summary>0 is the best statement of the class; a higher one counts only where the target has no better.</summary>
        public int Rank { get; init; }

        /// <summary>What is wrong with it by nature, in words for the reader; empty where nothing is.</summary>
        public string Caveat { get; init; } = "";

        /// <summary>Units of the counter in one unit of what it counts: 1,000 for millijoules.</summary>
        public double PerUnit { get; init; } = 1;
    }

    /// <summary>A level at a moment.</summary>
    /// <param name="What">What it is, by the labels.</param>
    /// <param name="Of">The device, node or pod, by the labels.</param>
    /// <param name="Unit">Its unit.</param>
    public sealed record Measures(Func<Labels, string> What, Func<Labels, string> Of, string Unit) : Meaning
    {
        /// <summary>Whether one device states it several times and only the first counts.</summary>
        public bool Once { get; init; }
    }

    /// <summary>Understood, and not used.</summary>
    /// <param name="Reason">Why, in a short phrase.</param>
    public sealed record Unused(string Reason) : Meaning;
}
