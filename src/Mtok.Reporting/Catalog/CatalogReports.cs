using System.Globalization;
using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>The kinds of catalog row that can be listed.</summary>
public enum CatalogList
{
    /// <summary>Devices.</summary>
    Accelerators,

    /// <summary>Language models.</summary>
    Models,

    /// <summary>Machines at a price.</summary>
    Offers,

    /// <summary>Token prices.</summary>
    Apis,

    /// <summary>Published throughput.</summary>
    Measurements,

    /// <summary>Other costs.</summary>
    Costs,

    /// <summary>Interruption bands of spot machines.</summary>
    Interruptions,

    /// <summary>Machines to buy.</summary>
    Owned,

    /// <summary>Profiles of traffic.</summary>
    Profiles,
}

/// <summary>Reports the contents of a catalog, and the problems of one.</summary>
public static class CatalogReports
{
    /// <summary>The problems of a catalog folder.</summary>
    public static Report Lint(string what, int files, IReadOnlyList<Problem> problems)
    {
        var errors = problems.Count(problem => problem.Severity == Severity.Error);
        var table = new Table("", [new("where"), new("severity"), new("rule"), new("problem")],
            [.. problems.Select(problem => new[] { problem.Where.ToString(), Word(problem.Severity), problem.Rule, problem.Message })]);
        var summary = $"{CountText.Of(files, "file")} checked: {CountText.Of(errors, "error")}, {CountText.Of(problems.Count - errors, "warning")}";
        var json = new JsonObject
        {
            ["files"] = files,
            ["errors"] = errors,
            ["warnings"] = problems.Count - errors,
            ["problems"] = new JsonArray([.. problems.Select(problem => new JsonObject
            {
                ["file"] = problem.Where.File,
                ["line"] = problem.Where.Line,
                ["column"] = problem.Where.Column,
                ["severity"] = Word(problem.Severity),
                ["rule"] = problem.Rule,
                ["message"] = problem.Message,
            })]),
        };
        List<Block> blocks = [new Block.Line(summary, Strong: errors == 0)];
        if (problems.Count > 0)
        {
            blocks.Add(new Block.List("Problems", [.. problems.Select(problem => problem.ToString())]));
        }

        return new($"Check of {what}", blocks, table, json);
    }

    /// <summary>The rows of one kind that contain a text.</summary>
    public static Report List(Catalog catalog, CatalogList kind, string? match)
    {
        var table = TableOf(catalog, kind);
        var rows = match is null ? table.Rows : [.. table.Rows.Where(row => row.Any(cell => cell.Contains(match, StringComparison.OrdinalIgnoreCase)))];
        var found = table with { Rows = rows };
        List<Block> blocks = rows.Count > 0 || match is null
            ? [new Block.Rows(found)]
            : [
                new Block.Line(
                    $"No row contains \"{match}\"{Spelling.DidYouMean(match, table.Rows.Select(row => row[0]).Distinct())}; without "
                        + $"--match, {CountText.Of(table.Rows.Count, "row is", "rows are")} listed."),
            ];
        return new($"{kind}: {CountText.Of(rows.Count, "row")}", blocks, Keyed(found), Rows(found));
    }

    /// <summary>All rows of one accelerator, model, machine or provider; null where nothing has that name.</summary>
    public static Report? Show(Catalog catalog, string name)
    {
        if (catalog.FindAccelerator(name) is { } accelerator)
        {
            return Show(catalog, accelerator);
        }

        var model = catalog.FindModel(name);
        if (model?.IsNamed(name) != true && ApiPriceReport.Of(catalog, name) is { } price)
        {
            return price;
        }

        if (model is not null)
        {
            return Show(catalog, model);
        }

        var offers = catalog.Offers.Where(offer => offer.Seller == name || $"{offer.Seller}/{offer.Instance}" == name).ToList();
        var apis = catalog.Apis.Where(api => api.Provider == name).ToList();
        return offers.Count + apis.Count == 0
            ? null
            : Combined(
                name,
                [.. SellerWords.Facts(catalog.FindSeller(name))],
                [OffersTable(offers) with { Title = "Offers" }, ApisTable(apis) with { Title = "API prices" }]);
    }

    /// <summary>The nearest names to one that is unknown.</summary>
    public static string Suggest(Catalog catalog, string name) =>
        Spelling.DidYouMean(name, catalog.Accelerators.Select(accelerator => accelerator.Id)
            .Concat(catalog.Models.Select(model => model.Id)).Concat(catalog.Providers)
            .Concat(catalog.Offers.Select(offer => $"{offer.Seller}/{offer.Instance}").Distinct())
            .Concat(catalog.Apis.Select(api => $"{api.Provider}/{api.ModelId}").Distinct()));

    private static Report Show(Catalog catalog, Accelerator accelerator)
    {
        List<string> facts =
        [
            $"{accelerator.Name} ({accelerator.Vendor}); also {string.Join(", ", accelerator.Aliases.Take(6))}",
            $"memory: {accelerator.Memory} {accelerator.MemoryType} (usable {accelerator.UsableMemory}), bandwidth {Or(accelerator.MemoryBandwidth)}",
            $"dense peak: {Peaks(accelerator.DensePeak)}; measured peak: {Peaks(accelerator.MeasuredPeak)}",
            $"interconnect: {accelerator.Interconnect ?? "not stated"}, {Or(accelerator.InterconnectBandwidth)} one way; "
                + $"power {Or(accelerator.Power)}, all-in {Or(accelerator.AllInPower)}",
            .. accelerator.Disagreement is { } text ? [$"sources disagree: {text}"] : Array.Empty<string>(),
            $"as of {accelerator.Provenance.AsOf}: {accelerator.Provenance.Source}",
        ];
        return Combined(accelerator.Id, facts,
        [
            OffersTable([.. catalog.Offers.Where(offer => offer.AcceleratorId == accelerator.Id)]) with { Title = "Offers" },
            MeasurementsTable([.. catalog.Measurements.Where(row => row.AcceleratorId == accelerator.Id)]) with { Title = "Measurements" },
        ]);
    }

    private static Report Show(Catalog catalog, Model model)
    {
        List<string> facts =
        [
            $"{model.Name} ({(model.Maker.Length > 0 ? model.Maker : "maker not stated")}), context {(model.HasKnownContext ? model.Context : "not stated")}"
                + (model.Aliases.Count > 0 ? $"; also {string.Join(", ", model.Aliases.Take(6))}" : ""),
            model.Parameters is { } parameters
                ? $"parameters: {parameters / 1e9:0.##} "
                    + $"billion{(model.ActiveParameters is { } active ? $", {active / 1e9:0.##} billion active" : "")}, published in {model.WeightsPrecision}"
                : "parameters: not published",
            model.Network is { } network ? Describe(network)
                : model.UnmodelledLayers.Count > 0 ? $"network: {model.WhyNoNetwork}" : "network: not published",
            $"as of {model.Provenance.AsOf}: {model.Provenance.Source}",
        ];
        return Combined(model.Id, facts,
        [
            TodaysApis([.. catalog.ApisFor(model)]) with { Title = "API prices" },
            MeasurementsTable([.. catalog.MeasurementsOf(model)]) with { Title = "Measurements" },
            ModelSpellings.Of(catalog, model),
        ]);
    }

    private static string Describe(Network network) =>
        $"network: {network.Layers} layers, hidden {network.Hidden}, {network.Heads} heads, {network.KvHeads} KV heads of {network.HeadSize}, "
            + $"vocabulary {network.Vocabulary}"
        + (network.Ffn > 0 ? $", FFN {network.Ffn}" : "")
        + (network.Experts is { } experts ? $", {experts.PerToken} of {experts.Count} experts of {experts.Ffn}" : "")
        + (network.Latent is null ? "" : ", latent attention")
        + (network.Window is { } window ? $", {window.Layers} layers with a window of {window.Span}" : "")
        + (network.FullHeads is { } full ? $", {full.KvHeads} KV heads of {full.HeadSize} in the layers without" : "")
        + (network.Linear is { } linear ? $", {linear.Layers} layers of linear attention ({LinearName(linear.Kind)})" : "")
        + (network.Compressed is { } compressed
            ? $", {compressed.ChosenLayers} layers with 1 entry for {compressed.ChosenRatio} tokens, "
                + $"{compressed.HeavyLayers} with 1 for {compressed.HeavyRatio}"
            : "")
        + (network.Sparse is { } sparse ? $", {sparse.Layers} layers that attend to {sparse.Chosen} chosen by an index" : "");

    private static string LinearName(LinearKind kind) => kind switch
    {
        LinearKind.Mamba2 => "Mamba-2",
        LinearKind.KimiDelta => "Kimi delta attention",
        _ => "gated delta network",
    };

    private static Report Combined(string title, IReadOnlyList<string> facts, IReadOnlyList<Table> tables)
    {
        var filled = tables.Where(table => table.Rows.Count > 0).ToList();
        List<Block> blocks = facts.Count > 0 ? [new Block.List("Facts", facts)] : [];
        blocks.AddRange(filled.Select(table => new Block.Rows(table)));
        var json = new JsonObject { ["id"] = title, ["facts"] = JsonFigures.Of(facts) };
        foreach (var table in filled)
        {
            json[Key(table.Title)] = Rows(table);
        }

        return new(title, blocks, filled.Count > 0 ? Keyed(filled[0]) : new("", [new("facts")], [.. facts.Select(fact => new[] { fact })]), json);
    }

    /// <summary>The table with the keys of JSON as its headings.</summary>
    private static Table Keyed(Table table) => table with { Columns = [.. table.Columns.Select(column => column with { Title = Key(column.Title) })] };

    private static JsonArray Rows(Table table) =>
        new([
            .. table.Rows.Select(row =>
                new JsonObject(table.Columns.Select((column, index) => KeyValuePair.Create(Key(column.Title), Value(column, row[index]))))),
        ]);

    private static JsonNode? Value(Column column, string cell) => column.Numbers switch
    {
        true when cell.Length == 0 => null,
        true when decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonFigures.Of((decimal?)number),
        _ => cell,
    };

    /// <summary>A heading as a key: its words and units with underscores between.</summary>
    private static string Key(string title) => title.ToLowerInvariant()
            .Replace("$/", "usd_per_", StringComparison.Ordinal)
            .Replace("$", "usd", StringComparison.Ordinal)
            .Replace("per_h", "per_hour", StringComparison.Ordinal)
        .Replace("%", "percent", StringComparison.Ordinal).Replace("tok/s", "tokens_per_second", StringComparison.Ordinal)
        .Replace("/", "_per_", StringComparison.Ordinal).Replace(' ', '_');

    private static Table TableOf(Catalog catalog, CatalogList kind) => kind switch
    {
        CatalogList.Accelerators =>
            new("", [
                new("Id"), new("Name"), new("Memory GB", Numbers: true), new("Bandwidth GB/s", Numbers: true), new("Dense peak"), new("As of"),
                new("Source", Wide: true),
            ],
            [
                .. catalog.Accelerators.Select(row => new[] { row.Id, row.Name, Plain(row.Memory.Gigabytes), row.MemoryBandwidth is { } bandwidth
                    ? Plain(bandwidth.Gigabytes)
                    : "", Peaks(row.DensePeak), row.Provenance.AsOf.ToString(), row.Provenance.Source }),
            ]),
        CatalogList.Models =>
            new("", [
                new("Id"), new("Maker"), new("Billion parameters", Numbers: true), new("Context tokens", Numbers: true),
                new("Layers", Numbers: true), new("As of"), new("Source", Wide: true),
            ],
            [
                .. catalog.Models.Select(row => new[] { row.Id, row.Maker, row.Parameters is { } count
                    ? Plain(count / 1e9)
                    : "", Plain(row.Context.Count), row.Network?.Layers.ToString(CultureInfo.InvariantCulture)
                        ?? "", row.Provenance.AsOf.ToString(), row.Provenance.Source }),
            ]),
        CatalogList.Offers => OffersTable(catalog.Offers),
        CatalogList.Apis => ApisTable(catalog.Apis),
        CatalogList.Measurements => MeasurementsTable(catalog.Measurements),
        CatalogList.Costs =>
            new("", [
                new("Item"), new("Low", Numbers: true), new("High", Numbers: true), new("Unit"), new("Scope"), new("Confidence"), new("As of"),
                new("Source", Wide: true),
            ],
            [.. catalog.OtherCosts.Select(row => new[]
            {
                row.Item,
                row.Low,
                row.High,
                row.Unit,
                row.Scope,
                row.Confidence,
                row.Provenance.AsOf.ToString(),
                row.Provenance.Source,
            }),
             .. catalog.AcceleratorHours.Select(row => new[]
             {
                 row.Item,
                 Plain(row.Price.Dollars),
                 Plain(row.Price.Dollars),
                 "usd_per_gpu_hour",
                 row.AcceleratorId,
                 "",
                 row.Provenance.AsOf.ToString(),
                 row.Provenance.Source,
             })]),
        CatalogList.Interruptions =>
            new("", [
                new("Seller"), new("Instance"), new("Region"), new("Low %/month", Numbers: true), new("High %/month", Numbers: true),
                new("As of"), new("Source", Wide: true),
            ],
            [
                .. catalog.Interruptions.Select(row => new[] { row.Seller, row.Instance, row.Region, Plain(row.Low.Value * 100), row.High is { } high
                    ? Plain(high.Value * 100)
                    : "", row.Provenance.AsOf.ToString(), row.Provenance.Source }),
            ]),
        CatalogList.Profiles =>
            new("", [
                new("Id"), new("Name", Wide: true), new("Classes"), new("Mean rate", Numbers: true), new("Length", Numbers: true), new("As of"),
                new("Source", Wide: true),
            ],
            [
                .. catalog.Profiles.Select(row => new[]
                {
                    row.Id,
                    row.Name,
                    string.Join(", ", row.Classes.Select(part => part.Name)),
                    row.MeanRate.ToString(),
                    row.Length.ToString(),
                    row.Provenance.AsOf.ToString(),
                    row.Provenance.Source,
                }),
            ]),
        _ =>
            new("", [
                new("Name"), new("Accelerator"), new("Gpus", Numbers: true), new("Price $", Numbers: true), new("$/h", Numbers: true),
                new("As of"), new("Source", Wide: true),
            ],
            [
                .. catalog.Owned.Select(row => new[]
                {
                    row.Name,
                    row.AcceleratorId,
                    row.Gpus.ToString(CultureInfo.InvariantCulture),
                    Plain(row.Price.Dollars),
                    Plain(row.PerHour.Dollars),
                    row.Provenance.AsOf.ToString(),
                    row.Provenance.Source,
                }),
            ]),
    };

    private static Table OffersTable(IReadOnlyList<Offer> offers) =>
        new("", [
            new("Seller"), new("Instance"), new("Accelerator"), new("Gpus", Numbers: true), new("Region"), new("Pricing"),
            new("$/h", Numbers: true), new("As of"), new("Source", Wide: true),
        ],
        [.. offers.Select(row => new[]
        {
            row.Seller, row.Instance, row.AcceleratorId, row.Gpus.ToString(CultureInfo.InvariantCulture), row.Zone.Length > 0 ? row.Zone : row.Region,
            Offer.PricingWords.First(word => word.Value == row.Pricing).Key, Plain(row.Price.Dollars), row.Provenance.AsOf.ToString(), row.Provenance.Source,
        })]);

    private static Table ApisTable(IReadOnlyList<ApiPrice> apis) =>
        new("", [
            new("Provider"), new("Model"), new("Provider model", Wide: true), new("Input $/Mtok", Numbers: true),
            new("Output $/Mtok", Numbers: true), new("Cached $/Mtok", Numbers: true), new("Context tokens", Numbers: true), new("As of"),
            new("Source", Wide: true),
        ],
        [.. apis.Select(row => new[]
        {
            row.Provider, row.ModelId, $"{row.ProviderModel} {row.Condition}".TrimEnd(), Dollars(row.Prices.Stated(TokenKind.Input)),
            Dollars(row.Prices.Stated(TokenKind.Output)), Dollars(row.Prices.CachedInput), row.Context is { } context
                    ? context.Count.Shown("0")
                    : "", row.Provenance.AsOf.ToString(), row.Provenance.Source,
        })]);

    /// <summary>Today's prices of one model.</summary>
    private static Table TodaysApis(IReadOnlyList<ApiPrice> apis) =>
        new("", [
            new("Provider"), new("Provider model", Wide: true), new("Tier"), new("Input $/Mtok", Numbers: true), new("Output $/Mtok", Numbers: true),
            new("Cached $/Mtok", Numbers: true), new("As of"), new("Sources", Wide: true),
        ],
        [
            .. apis.OrderBy(row => row.Provider, StringComparer.Ordinal).ThenBy(row => row.ProviderModel, StringComparer.Ordinal).ThenBy(row => row.Service)
                .ThenBy(row => row.AboveInput).Select(row => new[]
                {
                    row.Provider, row.ProviderModel, row.Condition, Dollars(row.Prices.Stated(TokenKind.Input)), Dollars(row.Prices.Stated(TokenKind.Output)),
                    Dollars(row.Prices.CachedInput), row.Provenance.AsOf.ToString(), Brief(row.Provenance.Source),
                }),
        ]);

    /// <summary>The first source, and how many more there are.</summary>
    private static string Brief(string source) =>
        source.Split("; ") is [var first, .. { Length: > 0 } more] ? $"{first} +{more.Length}" : source;

    private static Table MeasurementsTable(IReadOnlyList<Measurement> measurements) =>
        new("", [
            new("Model"), new("Accelerator"), new("Gpus", Numbers: true), new("Precision"), new("Engine"), new("Scenario"),
            new("Input tokens", Numbers: true), new("Output tokens", Numbers: true), new("Output tok/s", Numbers: true), new("As of"),
            new("Source", Wide: true),
        ],
        [.. measurements.Select(row => new[]
        {
            row.ModelId, row.AcceleratorId, row.Gpus.ToString(CultureInfo.InvariantCulture), row.Precision.Id, row.Engine,
            Measurement.ScenarioWords.First(word => word.Value == row.Scenario).Key + (row.Concurrency is { } users ? $" {users}" : ""),
            Plain(row.Input.Count), Plain(row.Output.Count), Plain(row.OutputRate.PerSecond), row.Provenance.AsOf.ToString(), row.Provenance.Source,
        })]);

    private static string Peaks(IReadOnlyDictionary<string, FlopsPerSecond> peaks) =>
        peaks.Count == 0
            ? "not stated"
            : string.Join(", ", peaks.Select(peak => $"{peak.Key} {peak.Value.Teraflops.Shown("0.#")}")) + " TFLOP/s";

    private static string Or<T>(T? value)
        where T : struct => value?.ToString() ?? "not stated";

    private static string Dollars(UsdPerMtok? price) => price is { } stated ? Plain(stated.Dollars) : "";

    private static string Plain(double value) => value.Shown("0.####");

    private static string Plain(decimal value) => value.Shown("0.######");

    private static string Word(Severity severity) => severity == Severity.Error ? "error" : "warning";
}
