using System.Globalization;

namespace Mtok;

/// <summary>Ways to divide a model over devices that engines refuse to start (M2).</summary>
public static class Arrangement
{
    private const string Dense = "feed-forward blocks";

    /// <summary>Why engines refuse that arrangement, as a sentence; null if they start it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="network">Its network.</param>
    /// <param name="gpus">All devices of the replica.</param>
    /// <param name="weights">The precision of the weights.</param>
    /// <param name="parallelism">How the devices share the work.</param>
    /// <remarks>
    /// vLLM, SGLang and TensorRT-LLM divide heads evenly (vLLM: "Total number of attention heads must be divisible by tensor
    /// parallel size"; issues 414, 2652, 11797), and the blocks of block-scaled fp8 weights stay whole ("The output_size of gate's and up's
    /// weight is not divisible by weight quantization block_n"; vLLM issues 17569 and 25292, SGLang issue 10852).
    /// </remarks>
    public static string? WhyRefused(Model model, Network network, int gpus, Precision weights, Parallelism parallelism)
    {
        var stages = parallelism.Pipeline;
        if (gpus % stages != 0)
        {
            return $"engines refuse it: {gpus} devices cannot be divided into {stages} equal pipeline stages";
        }

        if (network.Layers < stages)
        {
            return $"engines refuse it: {model.Id} has {network.Layers} layers, fewer than {stages} pipeline stages";
        }

        var devices = gpus / stages;
        var why = parallelism.SpreadsExperts ? WhyNotSpread(network, devices) : WhyNotSharded(model, network, devices, weights);
        return why is null ? null : $"engines refuse {model.Id} on {devices} devices{(stages > 1 ? " of a stage" : "")}: {why}";
    }

    private static string? WhyNotSpread(Network network, int devices) => network.Experts is { } experts && experts.Count < devices
        ? $"it has only {experts.Count} experts"
        : null;

    private static string? WhyNotSharded(Model model, Network network, int devices, Precision weights)
    {
        if (network.Heads % devices != 0)
        {
            return $"its {network.Heads} query heads cannot be divided evenly";
        }

        // More devices than KV heads hold copies, each head the same number of them.
        if (network.Latent is null && network.KvHeads % devices != 0 && devices % network.KvHeads != 0)
        {
            return $"its {network.KvHeads} KV heads can be neither divided nor copied evenly";
        }

        return Widths(network).Select(part => WhyCut(part.Name, part.Width, model, devices, weights)).FirstOrDefault(why => why is not null);
    }

    private static IEnumerable<(string Name, int Width)> Widths(Network network)
    {
        if (network.Experts is { } experts)
        {
            yield return ("experts", experts.Ffn);
            yield return ("shared experts", experts.Shared > 0 ? experts.SharedFfn : 0);
        }

        yield return (Dense, network.Ffn);
    }

    private static string? WhyCut(string name, int width, Model model, int devices, Precision weights)
    {
        var own = width / (double)devices;
        if (weights.Id != "fp8" || model.Fp8Block is not { } block || own % block == 0)
        {
            return null;
        }

        var cut = string.Create(CultureInfo.InvariantCulture, $"{own:#,##0.#}, the width of its {name} ({width:#,##0}) on each, is no multiple of that");
        return $"its fp8 weights have blocks of {block}, and {cut}{(name == Dense ? "" : "; expert parallelism leaves experts whole")}";
    }
}
