using Microsoft.Extensions.Primitives;
using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>Pages of facts: prices with their history, sources and doubts; what replicas serve.</summary>
internal static class CatalogPages
{
    private const int MostDevices = 6;
    private const int MostRows = 40;
    private const int Few = 8;
    private const string UsualModel = "llama-3.3-70b";
    private static readonly string[] UsualDevices = ["h100-sxm", "h200-sxm"];
    private static readonly CatalogList[] Priced = [CatalogList.Models, CatalogList.Apis, CatalogList.Offers];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/prices", Prices);
        app.MapGet("/capacity", Capacity);
    }

    private static IResult Prices(HttpContext context, string? q, string? kind, string? id)
    {
        var catalog = context.Catalog().Catalog;
        var match = q?.Trim() ?? "";
        if (id is { Length: > 0 })
        {
            var sections = PricePage.Of(catalog, id, context.Catalog().Disagreements.Value, Address);
            return sections.Count > 0
                ? PageResult.Of<PricesPage>(context, new PricesView(match, null, id, sections, []))
                : PageResult.Of<PricesPage>(context, new PricesView(match, null, "Prices", [Missing(catalog, id)], []), StatusCodes.Status404NotFound);
        }

        var kinds = Priced.Where(each => Word(each) == kind).ToList();
        var listed = kinds.Count > 0 ? kinds : [.. Priced];
        var show = kinds.Count > 0 ? MostRows * 2 : match.Length > 0 ? MostRows / 2 : Few;
        return PageResult.Of<PricesPage>(context, new PricesView(
            match,
            kinds.Count > 0 ? kind : null,
            "Prices",
            [.. listed.Select(each => PricePage.List(catalog, each, match, show, Address))],
            [.. listed.Where(_ => kinds.Count == 0).Select(each =>
                ($"More: {PricePage.Title(each)}", PageAddress.Of("/prices", ("q", match.Length > 0 ? match : null), ("kind", Word(each)))))]));
    }

    private static PageSection Missing(Catalog catalog, string id) =>
        new("missing", "Not in the catalog", [], [new Block.Line($"There is nothing of the name {id}{CatalogReports.Suggest(catalog, id)}.")], "");

    private static IResult Capacity(HttpContext context)
    {
        var problems = new Problems { RefusesFiles = true };
        var query = context.Request.Query;
        var catalog = context.Catalog();
        var devices = query["accelerator"]
            .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        devices = devices.Count > 0 ? devices : [.. UsualDevices.Where(each => catalog.Catalog.FindAccelerator(each) is not null)];
        if (devices.Count > MostDevices)
        {
            problems.Error(new("accelerator", 0, 0), "too-many", $"choose {MostDevices} devices at most: more cannot be told apart in a chart");
        }

        var request = QueryReader.Read(CapacityRequest.Default with { Model = UsualModel, Frontier = true, Gpus = 8 }, Filled(query), problems);
        var curves = problems.HasErrors ? [] : devices.Select(device => RequestedCapacity.Of(
            request with { Accelerator = device, Frontier = device != "all" && request.Frontier }, catalog.Capacities, new(problems)))
            .OfType<RequestedCapacity>().ToList();
        return PageResult.Of<CapacityPage>(
            context,
            new CapacityView(
                request, devices, [.. catalog.Catalog.Accelerators.Select(each => each.Id)],
                [.. catalog.Catalog.Models.Where(model => model.Network is not null).Select(model => model.Id)],
                [.. problems.All.Where(problem => problem.Severity == Severity.Error)], problems.HasErrors ? [] : CapacityPageParts.Of(curves)),
            problems.HasErrors ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    /// <summary>What is filled in: forms send empty fields as well.</summary>
    private static QueryCollection Filled(IQueryCollection query) => new(query
        .Where(part => part.Key != "accelerator" && !StringValues.IsNullOrEmpty(part.Value))
        .ToDictionary(part => part.Key, part => part.Value));

    private static string Address(string id) => PageAddress.Of("/prices", ("id", id));

    private static string Word(CatalogList kind) => kind.ToString().ToLowerInvariant();
}
