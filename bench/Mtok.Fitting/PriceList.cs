using Mtok.Imports;

namespace Mtok.Fitting;

/// <summary>A whole price file: what it is called in the catalog, and of which day its prices are where it does not say.</summary>
/// <param name="Source">The id of the source in the catalog.</param>
/// <param name="File">Its file in <c>price-full</c>.</param>
/// <param name="Day">The day on which its prices were seen.</param>
internal sealed record PriceList(string Source, string File, string Day)
{
    public const string LiteLlm = "litellm-copy:token-tariff@dc2baf9d";
    public const string ModelsDev = "models.dev@2026-09-30";
    public const string ModelsDevBefore = "models.dev@2026-07-02";
    public const string Genai = "genai-prices@0.1.8";
    public const string GenaiBefore = "genai-prices-v2@47df840a";
    public const string OpenRouter = "openrouter@2026-08-01";
    public const string Pi = "pi@2026-11-10";
    public const string PiBefore = "pi@2026-10-21";

    /// <summary>The files, those whose word counts most first.</summary>
    public static IReadOnlyList<PriceList> All { get; } =
    [
        new(Genai, "genai_prices_0.1.8_2026-09-23.json", "2026-09-23"),
        new(Pi, "pi_catalog_2026-11-10.json", "undated"),
        new(ModelsDev, "modelsdev_2026-09-30.json", "undated"),
        new(OpenRouter, "openrouter_2026-08-01.json", "2026-08-01"),
        new(PiBefore, "pi_catalog_2026-10-21.json", "undated"),
        new(GenaiBefore, "genai_prices_v2_47df840a_2026-08-21.json", "2026-08-21"),
        new(ModelsDevBefore, "modelsdev_f3fc6926_2026-07-02.json", "undated"),
        new(LiteLlm, "litellm_2026-08-06.json", "undated"),
    ];

    /// <summary>The prices of the file.</summary>
    /// <param name="folder">The folder of the whole files.</param>
    /// <param name="catalog">Resolves names.</param>
    public IReadOnlyList<ApiPrice> Read(string folder, Catalog catalog)
    {
        var problems = new Problems();
        var import = new PriceReader(catalog, new(AsOf.TryParse(Day, out var day) ? day : AsOf.Undated, Source), problems).Read(Path.Combine(folder, File));
        return import?.Apis ?? throw new InvalidDataException(string.Join('\n', problems.All));
    }
}
