namespace Mtok;

/// <summary>A share of the requests that another model answers well enough, as the user knows it.</summary>
/// <param name="Model">The model that they are sent to; none of those that answer the rest.</param>
/// <param name="Share">The share of requests.</param>
/// <param name="Where">Where the file says so.</param>
public sealed record RoutingRules(Model Model, Ratio Share, Location Where)
{
    /// <summary>The workload of one side: its models and its share of the requests, compared with nothing else.</summary>
    /// <param name="workload">The workload whose requests are routed.</param>
    /// <param name="models">The models of that side.</param>
    /// <param name="share">Its share of the requests.</param>
    private static Workload Side(Workload workload, IReadOnlyList<Model> models, Ratio share) => workload with
    {
        Models = models,
        Traffic = workload.Traffic with { Mean = workload.Traffic.Mean * share },
        Works = [.. workload.Works.Where(work => models.Any(model => model.Id == work.ModelId))],
        Routing = null,
        Today = null,
    };

    /// <summary>The requests that are routed to the other model.</summary>
    public Workload Routed(Workload workload) => Side(workload, [Model], Share);

    /// <summary>The requests that stay with the workload's models.</summary>
    public Workload Rest(Workload workload) => Side(workload, workload.Models, Ratio.One - Share);
}

/// <summary>Reads the [routing] table of a workload.</summary>
internal sealed class RoutingReader(Catalog catalog, Problems problems)
{
    private static readonly Limits<Ratio> Share = new(Ratio.FromPercent(1), Ratio.FromPercent(99));

    /// <summary>The rules; null where the table is missing or has errors (reported).</summary>
    /// <param name="table">The table.</param>
    /// <param name="models">The models that answer the rest.</param>
    /// <param name="mix">A mean request, which has to fit.</param>
    public RoutingRules? Read(TomlTable? table, IReadOnlyList<Model> models, TokenMix mix)
    {
        if (table is null)
        {
            return null;
        }

        var (name, share) = (table.Text("model"), table.Quantity("share", Share));
        table.RejectUnknown();
        var model = catalog.FindModel(name);
        if (name.Length > 0 && WhyNot(model, name, models, mix) is { } why)
        {
            problems.Error(table.WhereIs("model"), why.Code, why.Text);
        }

        return model is null ? null : new(model, share, table.WhereIs("model"));
    }

    private (string Code, string Text)? WhyNot(Model? model, string name, IReadOnlyList<Model> models, TokenMix mix) => model switch
    {
        null => ("unknown-model", $"unknown model \"{name}\"{catalog.SuggestModel(name)}"),
        _ when models.Contains(model) => ("given-twice", $"\"{model.Id}\" is one of \"models\", which answer all requests; routing needs another"),
        _ when mix.Total > model.Context => ("too-long", $"{mix} exceed the context of {model.Id}, {model.Context}"),
        _ => null,
    };
}
