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
        var match = q?.Trim() ?? "";
        if (id is not { Length: > 0 })
        {
            return PageResult.Of<PricesPage>(context, Listed(context.Catalog().Catalog, match, kind));
        }

        var catalog = context.Catalog();
        var sections = PricePage.Of(catalog.Catalog, id, catalog.Disagreements.Value, Address);
        return sections.Count > 0
            ? PageResult.Of<PricesPage>(context, new PricesView(match, null, id, sections, []))
            : PageResult.Of<PricesPage>(context, new PricesView(match, null, "Prices", [Missing(catalog.Catalog, id)], []), StatusCodes.Status404NotFound);
    }

    /// <summary>Rows of one kind, or some of each with where the others are.</summary>
    private static PricesView Listed(Catalog catalog, string match, string? kind)
    {
        var kinds = Priced.Where(each => Word(each) == kind).ToList();
        var isOne = kinds.Count > 0;
        var listed = isOne ? kinds : [.. Priced];
        var show = isOne ? MostRows * 2 : match.Length > 0 ? MostRows / 2 : Few;
        string All(CatalogList each) => PageAddress.Of("/prices", ("q", match.Length > 0 ? match : null), ("kind", Word(each)));
        return new(
            match,
            isOne ? kind : null,
            "Prices",
            [.. listed.Select(each => PricePage.List(catalog, each, match, show, Address))],
            isOne ? [] : [.. listed.Select(each => ($"More: {PricePage.Title(each)}", All(each)))]);
    }

    private static PageSection Missing(Catalog catalog, string id) =>
        new("missing", "Not in the catalog", [], [new Block.Line($"There is nothing of the name {id}{Near(catalog, id)}")], "");

    private static string Near(Catalog catalog, string id) => CatalogReports.Suggest(catalog, id) is { Length: > 0 } near ? near : ".";

    private static IResult Capacity(HttpContext context)
    {
        var problems = new Problems { RefusesFiles = true };
        var catalog = context.Catalog().Catalog;
        var devices = Devices(context.Request.Query, catalog, problems);
        var usual = CapacityRequest.Default with { Model = UsualModel, Frontier = true, Gpus = 8 };
        var request = QueryReader.Read(usual, Filled(context.Request.Query), problems);
        List<RequestedCapacity> found = problems.HasErrors ? [] : [.. devices.Select(device => Served(device)).OfType<RequestedCapacity>()];
        var view = new CapacityView(
            request,
            devices,
            [.. catalog.Accelerators.Select(each => each.Id)],
            [.. catalog.Models.Where(model => model.Network is not null).Select(model => model.Id)],
            [.. problems.All.Where(problem => problem.Severity == Severity.Error)],
            problems.HasErrors ? [] : CapacityPageParts.Of(found));
        return PageResult.Of<CapacityPage>(context, view, problems.HasErrors ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

        RequestedCapacity? Served(string device) => RequestedCapacity.Of(
            request with { Accelerator = device, Frontier = device != "all" && request.Frontier }, context.Catalog().Capacities, new(problems));
    }

    /// <summary>The devices that are chosen; two usual ones where none is.</summary>
    private static List<string> Devices(IQueryCollection query, Catalog catalog, Problems problems)
    {
        const StringSplitOptions Parts = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var chosen = query["accelerator"].SelectMany(text => (text ?? "").Split(',', Parts)).ToList();
        if (chosen.Count > MostDevices)
        {
            problems.Error(new("accelerator", 0, 0), "too-many", $"choose {MostDevices} devices at most: a chart shows no more apart");
        }

        return chosen.Count > 0 ? chosen : [.. UsualDevices.Where(each => catalog.FindAccelerator(each) is not null)];
    }

    /// <summary>What is filled in: forms send empty fields as well.</summary>
    private static QueryCollection Filled(IQueryCollection query) => new(query
        .Where(part => part.Key != "accelerator" && !StringValues.IsNullOrEmpty(part.Value))
        .ToDictionary(part => part.Key, part => part.Value));

    private static string Address(string id) => PageAddress.Of("/prices", ("id", id));

    private static string Word(CatalogList kind) => kind.ToString().ToLowerInvariant();
}
