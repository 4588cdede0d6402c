namespace Mtok.Tests;

/// <summary>A scenario of the article, with the option whose "best for" in its table of options names it.</summary>
internal sealed record ArticleScenario(string Name, string File, string Article, OptionKind Kind)
{
    public static IReadOnlyList<ArticleScenario> All { get; } =
    [
        new("High volume, steady", "article-high-volume-steady.toml", "H100 reserved (predictable workloads)", OptionKind.Reserved),
        new("High volume, variable (5x peak)", "article-high-volume-variable.toml", "API (simplicity, variable load)", OptionKind.Api),
        new("Medium, business hours", "article-medium-business-hours.toml", "H100 on demand (production serving)", OptionKind.OnDemand),
        new("Low", "article-low-volume.toml", "API (simplicity, variable load)", OptionKind.Api),
        new("Batch", "article-batch.toml", "H100 spot (batch processing)", OptionKind.Spot),
    ];

    public string Link => $"[{Name}](../examples/{File})";

    public Workload Read(Catalog catalog, string examples)
    {
        var problems = new Problems();
        return new WorkloadReader(catalog, problems).Read(Path.Combine(examples, File)) ?? throw new InvalidDataException(string.Join('\n', problems.All));
    }
}
