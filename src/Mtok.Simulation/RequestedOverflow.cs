namespace Mtok.Simulation;

/// <summary>The API that a request names for overflow, with its price and when it is used.</summary>
internal static class RequestedOverflow
{
    /// <summary>Null where none is named, or where no provider of the catalog serves that model, which is reported.</summary>
    public static Overflow? Of(SimulationRequest request, Catalog catalog, RequestProblems problems, List<string> notes)
    {
        if (request.Overflow is not { } text)
        {
            return null;
        }

        var parts = text.Split('/', 2);
        var model = catalog.FindModel(parts[0]);
        var tariffs = model is null ? [] : ApiTariff.From(catalog.ApisFor(model)).ToList();
        if (parts.Length < 2 || tariffs.Find(tariff => Spelling.Fold(tariff.Base.Provider) == Spelling.Fold(parts[1])) is not { } found)
        {
            problems.Error(nameof(SimulationRequest.Overflow), model is null
                ? $"unknown model \"{parts[0]}\"{catalog.SuggestModel(parts[0])}"
                : $"\"{text}\" must be {model.Id}/ and one of {string.Join(", ", tariffs.Select(tariff => tariff.Base.Provider).Distinct())}");
            return null;
        }

        notes.Add(
            $"API {found.Base.ProviderModel} of {found.Base.Provider}, {found.Base.Provenance.AsOf}; its first token in {request.ApiTtft}, "
                + $"then {request.ApiTpot} each (assumed)");
        return new(found, RuleOf(request), request.ApiTtft, request.ApiTpot);
    }

    private static OverflowRule RuleOf(SimulationRequest request) => (request.OverflowTtft, request.OverflowWait) switch
    {
        ({ } ttft, _) => new OverflowRule.PredictedTtft(ttft),
        (_, { } wait) => new OverflowRule.Wait(wait),
        _ => new OverflowRule.QueueLength(request.OverflowQueue),
    };
}
