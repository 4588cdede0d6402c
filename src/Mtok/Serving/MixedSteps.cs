namespace Mtok;

/// <summary>Step times of a replica that serves requests of one mix, in plain numbers: tokens and seconds.</summary>
internal sealed class MixedSteps
{
    /// <summary>The minimum number of prompt tokens in a step, however many sequences decode.</summary>
    private const double FewestTokens = 64;

    private readonly IStepModel _step;
    private readonly EngineCalibration _engine;

    public MixedSteps(IStepModel step, EngineCalibration engine, TokenMix mix, Tokens? tokensPerStep)
    {
        _step = step;
        _engine = engine;
        Input = mix.Input.Count;
        Output = mix.Output.Count;
        Prompt = Math.Max(1, mix.ComputedInput.Count);
        Yield = tokensPerStep?.Count ?? 1;
    }

    /// <summary>Tokens of a prompt.</summary>
    public double Input { get; }

    /// <summary>Of these, computed: not cached.</summary>
    public double Prompt { get; }

    /// <summary>Tokens of an answer.</summary>
    public double Output { get; }

    /// <summary>Output tokens per sequence and step (P3).</summary>
    public double Yield { get; }

    /// <summary>Batches that the replica splits its sequences into.</summary>
    public int Parts => _step.Parts;

    /// <summary>Tokens of a step beyond which its time jumps.</summary>
    public IReadOnlyList<Tokens> Jumps => _step.Jumps;

    /// <summary>Prompt tokens that fit in a step of one part, beside the part's share of the sequences that decode.</summary>
    public double BudgetOf(double batch) => Math.Max(FewestTokens, _engine.MaxBatchedTokens - (batch / Parts));

    /// <summary>The time of a step of this many sequences of a mean context, and prompt tokens.</summary>
    public double TimeOf(double decode, double context, double prefill) =>
        (_engine.Scale.Value * _step.Of(new(
            Tokens.FromCount(decode),
            Tokens.FromCount(context),
            Tokens.FromCount(prefill),
            Tokens.FromCount((Input - Prompt) + (Prompt / 2)))).Total.Seconds) + _engine.Offset.Seconds;
}
