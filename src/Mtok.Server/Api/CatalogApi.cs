using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>Facts of the catalog with their sources and dates. Answers change with the catalog only, and their entity tags say so.</summary>
public static class CatalogApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/catalog/{kind}", List).Answers().ProducesProblem(StatusCodes.Status404NotFound).WithTags("catalog");
        api.MapGet("/catalog", Show).Answers().ProducesProblem(StatusCodes.Status404NotFound).WithTags("catalog");
        api.MapGet("/prices", Prices).Answers().WithTags("prices");
        api.MapGet("/prices/history", History).Answers().ProducesProblem(StatusCodes.Status404NotFound).WithTags("prices");
    }

    /// <summary>The rows of one kind: accelerators, models, offers, apis, measurements, costs, interruptions, owned or profiles.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="match">Only rows that contain this text.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok catalog list KIND --format json</c>.</returns>
    public static IResult List(HttpContext context, string kind, string? match, string? format) =>
        Enum.TryParse<CatalogList>(kind, ignoreCase: true, out var list) && Enum.IsDefined(list) && !char.IsAsciiDigit(kind[0])
            ? Unchanged(context) ?? Answer.Formatted(CatalogReports.List(context.Catalog().Catalog, list, match), format)
            : Answer.Refuse(StatusCodes.Status404NotFound, $"A kind is one of {string.Join(", ", Enum.GetNames<CatalogList>()).ToLowerInvariant()}.");

    /// <summary>Everything known of one accelerator, model, machine (seller/instance), seller or API price (provider/model), with sources and dates.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">Its id.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok catalog show ID --format json</c>.</returns>
    public static IResult Show(HttpContext context, string id, string? format) =>
        Found(context, CatalogReports.Show(context.Catalog().Catalog, id), format, () => CatalogReports.Suggest(context.Catalog().Catalog, id));

    /// <summary>Prices of today: of machines by the hour, and of APIs by the million tokens.</summary>
    /// <param name="context">The request.</param>
    /// <param name="match">Only rows that contain this text, such as a model or an accelerator.</param>
    /// <param name="apis">Whether prices of APIs are wanted instead of those of machines.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok catalog list offers --format json</c>, or of <c>apis</c>.</returns>
    public static IResult Prices(HttpContext context, string? match, bool? apis, string? format) => Unchanged(context)
        ?? Answer.Formatted(CatalogReports.List(context.Catalog().Catalog, apis == true ? CatalogList.Apis : CatalogList.Offers, match), format);

    /// <summary>Every dated price of a machine or of a provider's model, and what each changed.</summary>
    /// <param name="context">The request.</param>
    /// <param name="offer">A machine, seller/instance.</param>
    /// <param name="api">A provider's model, provider/model.</param>
    /// <param name="format">json, csv, markdown or text; json by default.</param>
    /// <returns>The answer of <c>mtok catalog history --format json</c>.</returns>
    public static IResult History(HttpContext context, string? offer, string? api, string? format)
    {
        var catalog = context.Catalog().Catalog;
        return (offer, api) switch
        {
            ({ } machine, null) => Found(context, PriceHistoryReport.OfOffer(catalog, machine, null, null, int.MaxValue), format, () => ""),
            (null, { } model) => Found(context, PriceHistoryReport.OfApi(catalog, model, int.MaxValue), format, () => ""),
            _ => Answer.Refuse(StatusCodes.Status400BadRequest, "Give either offer or api."),
        };
    }

    private static IResult Found(HttpContext context, Report? report, string? format, Func<string> suggest) => report is null
        ? Answer.Refuse(StatusCodes.Status404NotFound, $"There is nothing of that name{(suggest() is { Length: > 0 } near ? near : ".")}")
        : Unchanged(context) ?? Answer.Formatted(report, format);

    private static IResult? Unchanged(HttpContext context) => Answer.Unchanged(context, context.Catalog().Tag.Value);
}
