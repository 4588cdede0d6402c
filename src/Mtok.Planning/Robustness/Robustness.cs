namespace Mtok.Planning;

/// <summary>How one candidate does over all draws.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Kind">The kind of option it is.</param>
/// <param name="Cheapest">The share of draws in which it is the cheapest.</param>
/// <param name="Bill">What it costs a month: the mean, and 5 % and 95 % of the draws.</param>
/// <param name="ExpectedRegret">What it costs more than the cheapest of each draw, on average.</param>
/// <param name="Regret95">What it costs more than the cheapest in 95 % of the draws at most.</param>
public sealed record CandidateStanding(string Name, OptionKind Kind, Ratio Cheapest, Estimate<UsdPerMonth> Bill, UsdPerMonth ExpectedRegret, UsdPerMonth Regret95);

/// <summary>One uncertain figure moved from its low to its high end, all else at its middle: a bar of a tornado.</summary>
/// <param name="What">The figure.</param>
/// <param name="Low">Its low end, in words with its unit.</param>
/// <param name="High">Its high end.</param>
/// <param name="BillAtLow">What the recommended candidate costs a month there.</param>
/// <param name="BillAtHigh">What it costs at the high end.</param>
/// <param name="CheapestAtLow">Who is the cheapest at the low end.</param>
/// <param name="CheapestAtHigh">Who is the cheapest at the high end.</param>
public sealed record Swing(string What, string Low, string High, UsdPerMonth BillAtLow, UsdPerMonth BillAtHigh, string CheapestAtLow, string CheapestAtHigh);

/// <summary>A commitment of years held against going on by the hour or by the token while prices fall.</summary>
/// <param name="Name">The commitment.</param>
/// <param name="Term">How long it binds.</param>
/// <param name="Yearly">By how much prices fall in a year, in this scenario.</param>
/// <param name="Committed">What it costs over the term.</param>
/// <param name="Flexible">What the cheapest that binds for less costs over the term.</param>
/// <param name="FlexibleName">What that is.</param>
/// <param name="Evens">The fall in a year at which both cost the same; null where there is none between 0 and 90 %.</param>
public sealed record CommitmentTest(string Name, Duration Term, Ratio Yearly, Usd Committed, Usd Flexible, string FlexibleName, Ratio? Evens);

/// <summary>How far the recommendation can be trusted where throughput, prices, demand and spot machines may turn out otherwise.</summary>
/// <param name="Draws">How many draws were made.</param>
/// <param name="Standings">The candidates, the recommended one first.</param>
/// <param name="Swings">What matters, most first.</param>
/// <param name="Commitments">Each commitment of years among the candidates, with prices falling.</param>
/// <param name="Assumed">What the draws take as given, in words, with where it comes from.</param>
public sealed record Robustness(int Draws, IReadOnlyList<CandidateStanding> Standings, IReadOnlyList<Swing> Swings, IReadOnlyList<CommitmentTest> Commitments, IReadOnlyList<string> Assumed);
