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

    /// <summary>The side of the square blocks that share a scale in its published fp8 weights; null where no source states it.</summary>
    public int? Fp8Block { get; init; }

    /// <summary>The precision of keys and values that its checkpoint asks for; null where it leaves that to the engine.</summary>
    public Precision? KvPrecision { get; init; }

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

/// <summary>The shape of a transformer, as its published configuration gives it.</summary>
/// <param name="Layers">Transformer layers.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">KV heads.</param>
/// <param name="HeadSize">Width of one head.</param>
/// <param name="Ffn">Width of the dense feed-forward block; 0 if every layer has experts.</param>
/// <param name="Vocabulary">Entries of the vocabulary.</param>
/// <param name="TiedEmbeddings">Whether input and output embeddings are one table.</param>
/// <param name="Experts">The experts of a mixture of experts; null for dense networks.</param>
/// <param name="Window">Sliding-window attention; null if no layer has it.</param>
/// <param name="Latent">Multi-head latent attention; null if the model does not have it.</param>
public sealed record Network(
    int Layers,
    int Hidden,
    int Heads,
    int KvHeads,
    int HeadSize,
    int Ffn,
    int Vocabulary,
    bool TiedEmbeddings,
    Experts? Experts,
    AttentionWindow? Window,
    LatentAttention? Latent)
{
    /// <summary>Whether the other network does the same work per token: all fields but the vocabulary are equal.</summary>
    public bool SameButForVocabulary(Network other) =>
        this with { Vocabulary = other.Vocabulary, TiedEmbeddings = other.TiedEmbeddings } == other;

    /// <summary>The parameter count computed from the shape: embeddings, attention, feed-forward blocks or experts.</summary>
    public long CountParameters()
    {
        var dense = 3L * Hidden * Ffn;
        var expertLayers = Experts is null ? 0 : Layers - Experts.DenseLayers;
        return (Layers * CountAttention()) + ((Layers - expertLayers) * dense) + (expertLayers * CountExperts())
            + ((long)Vocabulary * Hidden * (TiedEmbeddings ? 1 : 2));
    }

    /// <summary>The parameters of one layer's attention.</summary>
    public long CountAttention() => Latent is { } latent
        ? (latent.QueryRank == 0
              ? (long)Hidden * Heads * (latent.Nope + latent.Rope)
              : ((long)Hidden * latent.QueryRank) + ((long)latent.QueryRank * Heads * (latent.Nope + latent.Rope)))
            + ((long)Hidden * (latent.KvRank + latent.Rope))
            + ((long)latent.KvRank * Heads * (latent.Nope + latent.Value))
            + ((long)Heads * latent.Value * Hidden)
        : (long)HeadSize * Hidden * ((2 * Heads) + (2 * KvHeads));

    /// <summary>The parameters of all routed experts of all layers; 0 without experts.</summary>
    public long CountRoutedExperts() => Experts is null ? 0 : (Layers - Experts.DenseLayers) * ((long)Experts.Count * 3 * Hidden * Experts.Ffn);

    private long CountExperts() => Experts is null
        ? 0
        : ((long)Experts.Count * 3 * Hidden * Experts.Ffn) + ((long)Experts.Shared * 3 * Hidden * Experts.SharedFfn) + ((long)Hidden * Experts.Count);
}

/// <summary>The experts of a mixture of experts.</summary>
/// <param name="Count">Routed experts in a layer.</param>
/// <param name="PerToken">Routed experts one token uses.</param>
/// <param name="Ffn">Width of one routed expert.</param>
/// <param name="Shared">Experts that every token uses.</param>
/// <param name="SharedFfn">Width of one shared expert.</param>
/// <param name="DenseLayers">Layers with a dense feed-forward block instead.</param>
public sealed record Experts(int Count, int PerToken, int Ffn, int Shared, int SharedFfn, int DenseLayers);

/// <summary>Sliding-window attention.</summary>
/// <param name="Span">The tokens of context a windowed layer attends to.</param>
/// <param name="Layers">The number of windowed layers.</param>
public sealed record AttentionWindow(Tokens Span, int Layers);

/// <summary>Multi-head latent attention: ranks and head widths.</summary>
/// <param name="KvRank">Rank of the compressed KV cache.</param>
/// <param name="QueryRank">Rank of the compressed queries; 0 if they are not compressed.</param>
/// <param name="Rope">Width of the part of a head that carries the position.</param>
/// <param name="Nope">Width of the part that does not.</param>
/// <param name="Value">Width of a value head.</param>
public sealed record LatentAttention(int KvRank, int QueryRank, int Rope, int Nope, int Value);
