namespace Mtok.Tests;

/// <summary>Small catalog folders as text, and what is wrong with them.</summary>
internal static class CatalogText
{
    private const string OfferHeader = "instance,accelerator,gpus,region,pricing,usd_per_hour,stated_gpu_memory_gb,as_of,source\n";
    private const string ApiHeader = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,cached_input_usd_per_mtok,as_of,source\n";
    private const string MeasurementHeader = "model,accelerator,gpus,tensor_parallel,pipeline_parallel,precision,engine,scenario,input_tokens,output_tokens,concurrency,output_tokens_per_second,ttft_ms,tpot_ms,as_of,source\n";

    public static CatalogFile Offers(string rows, string seller = "acme") => new("offers.csv", seller, $"my/offers/{seller}.csv", OfferHeader + rows);

    public static CatalogFile Apis(string rows) => new("apis.csv", "acme", "my/apis/acme.csv", ApiHeader + rows);

    public static CatalogFile Measurements(string rows) => new("measurements.csv", "mine", "my/measurements/mine.csv", MeasurementHeader + rows);

    public static CatalogFile Toml(string kind, string text) => new(kind + ".toml", "mine", $"my/{kind}/mine.toml", text);

    private static readonly IReadOnlyList<CatalogFile> BuiltIn = CatalogFiles.Embedded();

    /// <summary>The problems of these files, read over the built-in catalog.</summary>
    public static IReadOnlyList<Problem> Lint(params CatalogFile[] files)
    {
        var problems = new Problems();
        Read(problems, files);
        return [.. problems.All.Where(problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal))];
    }

    /// <summary>The catalog with these files over the built-in ones.</summary>
    public static Catalog Read(Problems problems, params CatalogFile[] files)
    {
        var reader = new CatalogReader(problems) { MayWait = true };
        reader.Add(BuiltIn);
        reader.Add(files);
        return reader.Build();
    }
}
