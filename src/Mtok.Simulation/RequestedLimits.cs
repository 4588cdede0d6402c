using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>The engine limits of a request, checked against each other and against the trace.</summary>
internal static class RequestedLimits
{
    public static EngineLimits Of(SimulationRequest request, Trace? trace, RequestProblems problems)
    {
        var limits = new EngineLimits
        {
            MaxSequences = request.MaxSequences,
            MaxBatchedTokens = request.MaxBatchedTokens,
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
