namespace Mtok;

/// <summary>A language model: its names and, where published, its network. No prices.</summary>
/// <param name="Id">The id users type, such as <c>llama-3.3-70b</c>.</param>
/// <param name="Name">The maker's name for it.</param>
/// <param name="Maker">Who made it.</param>
/// <param name="Aliases">Other spellings that mean exactly this model.</param>
/// <param name="Context">The maximum of input and output together.</param>
/// <param name="Parameters">The number of parameters, as published; null if it is not.</param>
/// <param name="ActiveParameters">The number of parameters one token uses, for mixtures of experts.</param>
/// <param name="WeightsPrecision">The precision the weights are published in.</param>
/// <param name="Network">The network; null for closed models.</param>
/// <param name="Provenance">Where the facts come from.</param>
public sealed record Model(
    string Id,
    string Name,
    string Maker,
    IReadOnlyList<string> Aliases,
    Tokens Context,
    long? Parameters,
    long? ActiveParameters,
    Precision? WeightsPrecision,
    Network? Network,
    Provenance Provenance)
{
    /// <summary>The context of a model of which no source states it: no request is too long for it.</summary>
    internal static readonly Tokens UnknownContext = Tokens.FromCount(100_000_000);

    /// <summary>Spellings shared with another model: ambiguous, so the user must choose one.</summary>
    public IReadOnlyList<string> SharedNames { get; init; } = [];

    /// <summary>Whether a spelling is its id or one of its aliases.</summary>
    public bool IsNamed(string name) => Aliases.Prepend(Id).Any(known => Spelling.Fold(known) == Spelling.Fold(name));

    /// <summary>Kinds of layer of a published network that the step model does not know; without them it is not served.</summary>
    public IReadOnlyList<LayerKind> UnmodelledLayers { get; init; } = [];

    /// <summary>Why there is no network to model: the layers that are not modelled, or that it is not published.</summary>
    public string WhyNoNetwork => UnmodelledLayers.Count == 0
        ? "its network is not published"
        : $"its {string.Join(" and ", UnmodelledLayers.Select(kind => $"{kind.Layers} layers of {kind.Name}"))} are not modelled";

    /// <summary>Whether a source states the context.</summary>
    public bool HasKnownContext => Context < UnknownContext;
}

/// <summary>A kind of layer that the step model does not know.</summary>
/// <param name="Name">What it is called, such as <c>gated delta net (linear attention)</c>.</param>
/// <param name="Layers">How many layers of the network are of it.</param>
public sealed record LayerKind(string Name, int Layers);
