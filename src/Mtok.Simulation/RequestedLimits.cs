using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>The engine limits of a request, checked against each other and against the trace.</summary>
internal static class RequestedLimits
{
    /// <summary>The limits with the engine's own where the request has none; a step takes a token of each sequence at least.</summary>
    public static EngineLimits For(SimulationRequest request, EngineLimits limits, EngineCalibration engine)
    {
        var tokens = request.MaxBatchedTokens ?? Math.Max(engine.MaxBatchedTokens, request.MaxSequences ?? 1);
        return limits with { MaxSequences = request.MaxSequences ?? Math.Min(engine.MaxSequences, tokens), MaxBatchedTokens = tokens };
    }

    public static EngineLimits Of(SimulationRequest request, Trace? trace, RequestProblems problems)
    {
        var limits = new EngineLimits
        {
            MaxSequences = request.MaxSequences ?? 1,
            MaxBatchedTokens = request.MaxBatchedTokens ?? Math.Max(BatchLimits.Usual.Tokens, request.MaxSequences ?? 1),
            BlockSize = request.BlockSize,
            KvBlocks = request.KvBlocks ?? 0,
            ChunkedPrefill = request.ChunkedPrefill,
            PlansAhead = request.AsyncScheduling,
            Reuse = request.PrefixCache ?? (trace?.BlockSize is null ? PrefixReuse.OfTrace : PrefixReuse.OfBlocks),
        };
        foreach (var fault in (limits with { KvBlocks = 1 }).Faults())
        {
            problems.Error(nameof(SimulationRequest.MaxBatchedTokens), fault);
        }

        if (limits.Reuse is PrefixReuse.ByBlocks
            && trace is not null
            && limits.BlockSize > 0
            && (trace.BlockSize is not { } size || size.Count % limits.BlockSize != 0))
        {
            problems.Error(
                nameof(SimulationRequest.PrefixCache),
                trace.BlockSize is null
                    ? "the trace names no blocks of its prompts"
                    : $"the trace's blocks of {trace.BlockSize} are not whole blocks of {limits.BlockSize} tokens");
        }

        return limits;
    }
}
