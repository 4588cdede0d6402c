namespace Mtok;

/// <summary>The load of one engine step.</summary>
/// <param name="Decode">Sequences that decode one token each (B).</param>
/// <param name="Context">Their mean context (c).</param>
/// <param name="Prefill">Prompt tokens computed in the step (p).</param>
/// <param name="PrefillContext">The mean context of a prompt token (c_p).</param>
public readonly record struct StepLoad(Tokens Decode, Tokens Context, Tokens Prefill, Tokens PrefillContext);

/// <summary>The time of one engine step by part.</summary>
/// <param name="Gemm">Matrix multiplies of the layers.</param>
/// <param name="Head">The output embedding.</param>
/// <param name="KvRead">Reading the KV cache of the decoding sequences.</param>
/// <param name="PrefillAttention">Attention of prompt tokens.</param>
/// <param name="AllReduce">Communication between devices.</param>
/// <param name="Overhead">Launches, scheduling, sampling.</param>
public readonly record struct StepTime(Duration Gemm, Duration Head, Duration KvRead, Duration PrefillAttention, Duration AllReduce, Duration Overhead)
{
    /// <summary>The sum of all parts.</summary>
    public Duration Total => Gemm + Head + KvRead + PrefillAttention + AllReduce + Overhead;
}

/// <summary>
/// The time of one engine step of a model served with tensor parallelism (S1 to S7), from the
/// datasheet, the kernel constants and the network. Never faster than the peak arithmetic or the memory bandwidth allow.
/// </summary>
public sealed class StepModel : IStepModel
{
    /// <summary>Scheduling time of a step and of a sequence in it (c_step, c_req), fitted on engines.</summary>
    internal const double StepOverhead = 126e-6;
    private const double SequenceOverhead = 4.4e-6;

    private readonly Network _network;
    private readonly KernelConstants _kernels;
    private readonly int _gpus;
    private readonly AllReduce? _exchange;
    private readonly AttentionWork _work;
    private readonly double _bandwidth;
    private readonly double _peak16;
    private readonly DecodeLaw _decode;
    private readonly LayerWork _layers;
    private readonly ExpertWork? _experts;

    /// <summary>Takes the parts of a replica.</summary>
    /// <param name="network">The network served.</param>
    /// <param name="accelerator">The device; its bandwidth and 16-bit peak must be known.</param>
    /// <param name="kernels">The device's kernel constants.</param>
    /// <param name="gpus">The number of devices that serve it together.</param>
    /// <param name="weights">Precision of weights and matrix multiplies.</param>
    /// <param name="kv">Precision of the KV cache.</param>
    public StepModel(Network network, Accelerator accelerator, KernelConstants kernels, int gpus, Precision weights, Precision kv)
    {
        _network = network;
        _kernels = kernels;
        _gpus = gpus;
        _exchange = gpus == 1 ? null : kernels.AllReduceOver(gpus);
        _bandwidth = accelerator.MemoryBandwidth!.Value.PerSecond;
        _peak16 = accelerator.DensePeak["bf16"].PerSecond;
        _decode = kernels.DecodeOf(kv);
        _work = AttentionWork.Of(network, gpus, kv.BytesPerValue);
        Decode = DecodeOf(_decode, kernels.Prompt);
        Prompt = PromptOf(kernels.Prompt);
        _layers = new(network, accelerator, kernels, gpus, weights);
        _experts = network.Experts is null or { PerToken: 0 } || network.ExpertLayers == 0 ? null : new(network, accelerator, kernels, gpus, weights);
    }

    /// <summary>The multiple of reading the KV cache in a step with prompt tokens.</summary>
    public Ratio Mixed => _kernels.Mixed;

    /// <summary>The tokens of context that a windowed or sparse layer attends to; 0 if there is none.</summary>
    public Tokens Span => _work.Span;

    /// <inheritdoc/>
    public int Parts => 1;

    /// <inheritdoc/>
    public IReadOnlyList<Tokens> Jumps => _layers.Jumps;

    /// <summary>Whether the datasheet has what the model needs: bandwidth and 16-bit peak.</summary>
    public static bool Knows(Accelerator accelerator) =>
        accelerator.MemoryBandwidth is not null && accelerator.DensePeak.ContainsKey("bf16");

    /// <summary>The time of a step.</summary>
    public StepTime Of(StepLoad load)
    {
        var (b, c, p, cp) = (load.Decode.Count, load.Context.Count, load.Prefill.Count, load.PrefillContext.Count);
        return new(
            Duration.FromSeconds(_layers.Seconds(b + p) + (_experts?.Seconds(b + p) ?? 0)),
            Duration.FromSeconds(Head(b)),
            Duration.FromSeconds(KvRead(b, c) * (p > 0 ? _kernels.Mixed.Value : 1)),
            Duration.FromSeconds(PrefillAttention(p, cp)),
            Duration.FromSeconds(AllReduceTime(b + p)),
            Duration.FromSeconds(Overhead(b)));
    }

    /// <summary>S2: the output embedding, in 16 bits, and the choice of a token.</summary>
    private double Head(double decode)
    {
        var (outputs, tokens) = ((double)_network.Vocabulary / _gpus, Math.Max(1, decode));
        var law = _kernels.Multiply("bf16");
        return _kernels.Head.Seconds + law.Seconds(
            tokens, 2 * outputs * _network.Hidden, 2 * outputs * _network.Hidden, 2 * (outputs + _network.Hidden), _peak16, _bandwidth);
    }

    /// <summary>S3: keys, values and states of the decoding sequences.</summary>
    private double KvRead(double decode, double context) => decode * Decode.At(Tokens.FromCount(context), _work.Span);

    /// <summary>S3 as the seconds of one sequence: whichever is longer of reading and, where keys are compressed, computing.</summary>
    internal ContextCost Decode { get; }

    private ContextCost DecodeOf(DecodeLaw law, PromptLaw prompt)
    {
        var (read, compute) = (_bandwidth * law.Share.Value, _peak16 * prompt.Share.Value);
        return new(
            _work.Read.Fixed / read,
            Math.Max(_work.Read.PerToken / read, _work.Decoded.PerToken / compute),
            Math.Max(_work.Read.WithinSpan / read, _work.Decoded.WithinSpan / compute));
    }

    /// <summary>S4: attention of prompt tokens, each half the half length more than its context.</summary>
    private double PrefillAttention(double prefill, double context) => prefill <= 0
        ? 0
        : Prompt.Fixed + (context > (prefill / 2) + 1 ? Prompt.Prefix : 0)
            + (prefill * (Prompt.Token + (Prompt.Context * context) + (Prompt.Windowed * Math.Min(context, _work.Span.Count))));

    /// <summary>S4 as the numbers that multiply tokens and context, in seconds.</summary>
    internal PromptTimes Prompt { get; }

    private PromptTimes PromptOf(PromptLaw law)
    {
        var rate = _peak16 * law.Share.Value;
        var (flops, layers) = (_work.Prompt, _network.AttentionLayers);
        return new(
            layers * law.Launch.Seconds, layers * law.Prefix.Seconds,
            (flops.Fixed + ((flops.PerToken + flops.WithinSpan) * law.HalfLength.Count / 2)) / rate,
            flops.PerToken / rate, flops.WithinSpan / rate);
    }

    /// <summary>S5: an all-reduce after each block, of mixing or feed-forward: two a layer of most networks.</summary>
    private double AllReduceTime(double tokens) =>
        _exchange is null ? 0 : _network.Blocks * (_exchange.Latency.Seconds + (2 * tokens * _network.Hidden / _exchange.Bandwidth.PerSecond));

    /// <summary>S6: launches of attention and of the small kernels, scheduling.</summary>
    private double Overhead(double decode) =>
        (_network.Layers * (_decode.FixedSeconds(decode) + _kernels.Small.Floor.Seconds + _kernels.Scheduling.Seconds))
            + HostSeconds(decode);

    /// <summary>Host time of a step with this many sequences.</summary>
    internal static double HostSeconds(double decode) => StepOverhead + (SequenceOverhead * decode);
}

/// <summary>The time of prompt attention in seconds.</summary>
/// <param name="Fixed">Of a step with prompt tokens.</param>
/// <param name="Prefix">More of a prompt with tokens before it.</param>
/// <param name="Token">Of each prompt token.</param>
/// <param name="Context">Of each prompt token and token of its context.</param>
/// <param name="Windowed">More within the window.</param>
internal readonly record struct PromptTimes(double Fixed, double Prefix, double Token, double Context, double Windowed);
