namespace Mtok;

/// <summary>Reads a workload file; every problem in it is reported, with the nearest valid spelling if there is one.</summary>
public sealed class WorkloadReader(Catalog catalog, Problems problems)
{
    private static readonly string[] CacheKeys = ["cache_miss_share", "cache_lifetime"];
    private static readonly Limits<Tokens> Length = new(Tokens.FromCount(1), Tokens.FromCount(10_000_000));
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.One);
    private static readonly Limits<Ratio> MissShare = new(Ratio.Zero, Ratio.FromPercent(99));
    private static readonly Dictionary<string, CacheLifetime> CacheLifetimes = new(StringComparer.Ordinal)
    {
        ["5m"] = CacheLifetime.Minutes,
        ["1h"] = CacheLifetime.Hour,
    };

    private static readonly Limits<Duration> UpToADay = new(default, Duration.FromHours(24));

    /// <summary>Keys whose value is a list of texts.</summary>
    internal static IReadOnlyList<string> Lists { get; } = ["models", "providers", "kinds", "regions"];

    /// <summary>
    /// Whether a workload without a file may leave out its models, volume and lengths, for a command to which those mean nothing: they stand at
    /// the model of the longest context, one request a second, and one token.
    /// </summary>
    public bool FillsIn { get; init; }

    /// <summary>Reads the file at that path; a demand CSV it names is resolved relative to it.</summary>
    /// <returns>The workload; null if there are errors (reported).</returns>
    public Workload? Read(string path) => Read(path, []);

    /// <summary>The same with keys that replace the file's; without a file they are the workload, named by its models.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="given">The keys.</param>
    public Workload? Read(string? path, IReadOnlyList<GivenKey> given)
    {
        if (path is null)
        {
            return Read(With(FillsIn ? [.. GivenKey.Lacking(given, catalog), .. given] : given, TomlTable.Empty("command line", problems)), null);
        }

        return InputFile.TryRead(path, problems) is { } text ? Read(path, text, given) : null;
    }

    /// <summary>The same of a file's text, before there is the file.</summary>
    /// <param name="path">The file that it is for.</param>
    /// <param name="text">The text.</param>
    /// <param name="given">Keys that replace the text's.</param>
    public Workload? Read(string path, string text, IReadOnlyList<GivenKey> given) =>
        TomlTable.Parse(path, text, problems) is { } root ? Read(With(given, root), path) : null;

    private static TomlTable With(IReadOnlyList<GivenKey> given, TomlTable root)
    {
        GivenKey.Apply(root, given);
        return root;
    }

    /// <summary>The same of a document that was parsed.</summary>
    internal Workload? Read(TomlTable root, string? path)
    {
        var accelerators = NameTables.Of(catalog.Accelerators, problems);
        var mix = ReadMix(Section(root, "tokens"));
        var models = ReadModels(root, mix);
        var routing = new RoutingReader(catalog, problems).Read(root.OptionalTable("routing"), models, mix);
        var work = root.OptionalTable("work");
        var deferrable = work?.Flag("deferrable", otherwise: false) ?? false;
        var interruptible = work?.Flag("interruptible", deferrable) ?? false;
        var levels = new ServiceLevelReader(problems);
        var times = new TimeRulesReader(problems);
        var horizon = TimeRulesReader.ReadHorizon(root.OptionalTable("horizon"));
        var serviceLevel = levels.ReadWhole(root.OptionalTable("service_level"));
        var overheads = ReadOverheads(root.OptionalTable("overheads"));
        var workload = new Workload(
            root.OptionalText("name") ?? (path is null ? string.Join(" or ", models.Select(model => model.Id)) : Path.GetFileNameWithoutExtension(path)),
            models,
            new TrafficReader(problems).Read(Section(root, "traffic"), mix, Path.GetDirectoryName(path) ?? ""),
            mix,
            serviceLevel,
            interruptible,
            deferrable,
            new AllowedReader(catalog, problems).Read(root.OptionalTable("allow")),
            ReadFleet(root.OptionalTable("fleet"), serviceLevel),
            overheads,
            [.. root.Tables("owned").Select(row => OwnedMachineReader.Read(row, accelerators, problems)).OfType<OwnedMachine>()])
        {
            Forecast = ReadForecast(root.OptionalTable("forecast")),
            Horizon = horizon,
            Growth = times.ReadGrowth(root.OptionalTable("growth"), horizon),
            Switch = TimeRulesReader.ReadSwitch(root.OptionalTable("switch")),
            Today = new TodaysUseReader(catalog, problems).Read(root.OptionalTable("today")),
            Routing = routing,
            Works = new ModelWorkReader(catalog, problems).Read(root.Tables("model"), routing is null ? models : [.. models, routing.Model]),
            ApiLimits = new ContractedLimitReader(catalog, problems).Read(root.Tables("api_limit")),
            Classes = new ClassRulesReader(serviceLevel, levels, interruptible, problems)
                .Read(root.Tables("class"), deferrable ? Workload.LongestWait : default),
            People = PeopleReader.Read(root.OptionalTable("people"), overheads, catalog.OtherCosts),
            Plan = new PlanRulesReader(catalog, problems).Read(root.OptionalTable("plan"), root.Tables("quota")),
        };
        work?.RejectUnknown();
        root.RejectUnknown();
        return problems.HasErrors ? null : WithShare(workload);
    }

    /// <summary>A percentile that is the only limit of the workload and of its classes is a share of the requests, which ends a replay early.</summary>
    private static Workload WithShare(Workload workload) =>
        workload.Classes.All(rules => !rules.ServiceLevel.HasLimits || rules.ServiceLevel == workload.ServiceLevel)
            ? workload with
            {
                ServiceLevel = workload.ServiceLevel.AsShare(),
                Classes = [.. workload.Classes.Select(rules => rules with { ServiceLevel = rules.ServiceLevel.AsShare() })],
            }
            : workload;

    private TomlTable? Section(TomlTable root, string name)
    {
        if (!root.Has(name))
        {
            problems.Error(root.Where, "missing-key", $"the [{name}] table is missing");
        }

        return root.OptionalTable(name);
    }

    private List<Model> ReadModels(TomlTable root, TokenMix mix)
    {
        var models = new List<Model>();
        var names = root.Texts("models");
        if (names.Count == 0 && !root.Has("models"))
        {
            problems.Error(root.Where, "missing-key", "\"models\" is missing: name one or more acceptable models, such as models = [\"llama-3.3-70b\"]");
        }

        foreach (var name in names)
        {
            if (ModelConfig.IsFile(name))
            {
                models.AddRange(ModelConfig.Read(name, problems) is { } own ? [own] : []);
            }
            else if (catalog.FindModel(name) is not { } model)
            {
                problems.Error(root.WhereIs("models"), "unknown-model", $"unknown model \"{name}\"{catalog.SuggestModel(name)}");
            }
            else if (mix.Total > model.Context)
            {
                problems.Error(root.WhereIs("models"), "too-long", $"{mix} exceed the context of {model.Id}, {model.Context}");
            }
            else if (!models.Contains(model))
            {
                models.Add(model);
            }
        }

        return models;
    }

    private TokenMix ReadMix(TomlTable? table)
    {
        if (table is null)
        {
            return new(Length.Low, Length.Low, Ratio.Zero);
        }

        var mix = new TokenMix(table.Quantity("input", Length), table.Quantity("output", Length), table.OptionalQuantity("cached_share", Share) ?? Ratio.Zero)
        {
            ReasoningShare = table.OptionalQuantity("reasoning_share", Share) ?? Ratio.Zero,
            CacheMissShare = table.OptionalQuantity("cache_miss_share", MissShare) ?? Ratio.Zero,
            CacheLifetime = table.Word("cache_lifetime", CacheLifetimes, CacheLifetime.Minutes),
        };
        RejectUnusedCache(table, mix);
        table.RejectUnknown();
        return mix;
    }

    /// <summary>Writes follow from what is cached, so they are asked for only beside it, and must fit beside it.</summary>
    private void RejectUnusedCache(TomlTable table, TokenMix mix)
    {
        foreach (var key in CacheKeys.Where(key => table.Has(key) && mix.CachedShare == Ratio.Zero && (key != CacheKeys[0] || mix.CacheMissShare > Ratio.Zero)))
        {
            problems.Error(table.WhereIs(key), "unused-key", $"\"{key}\" is of cached prompts, and \"cached_share\" is 0");
        }

        if (mix.CachedShare.Value / (1 - mix.CacheMissShare.Value) > 1 + 1e-9)
        {
            problems.Error(
                table.WhereIs("cache_miss_share"),
                "bad-share",
                $"with {mix.CacheMissShare} of cached prompts written, {mix.CachedShare} of the input read from the cache leaves no room for what is written");
        }
    }

    private static DemandForecast? ReadForecast(TomlTable? table)
    {
        var forecast = table is null ? null : new DemandForecast(
            table.OptionalQuantity("low", new Limits<Ratio>(Ratio.FromPercent(1), Ratio.One)) ?? Ratio.One,
            table.OptionalQuantity("high", new Limits<Ratio>(Ratio.One, Ratio.FromValue(100))) ?? Ratio.One);
        table?.RejectUnknown();
        return forecast;
    }

    private FleetRules ReadFleet(TomlTable? table, ServiceLevel serviceLevel)
    {
        var basic = FleetRules.DefaultFor(serviceLevel);
        if (table is null)
        {
            return basic;
        }

        var rules = new FleetRules(
            table.OptionalCount("spares", new(0, 10_000)) ?? basic.Spares,
            table.OptionalQuantity("peak_utilization", new Limits<Ratio>(Ratio.FromPercent(1), Ratio.One)) ?? basic.PeakUtilization,
            table.OptionalQuantity("provision", UpToADay) ?? basic.Provision,
            table.OptionalQuantity("load", UpToADay) ?? basic.Load,
            table.OptionalQuantity("lost_work", UpToADay) ?? basic.LostWork,
            table.OptionalQuantity("spot_dry", Share) ?? basic.SpotDry)
        {
            UsualSpares = table.Has("spares") ? 0 : basic.UsualSpares,
            Availability = table.OptionalQuantity("availability", new Limits<Ratio>(Ratio.FromPercent(50), Ratio.FromPercent(99.999))),
            FollowsBursts = basic.FollowsBursts && !table.Has("peak_utilization"),
            SparesBy = table.Word("spares_by", FleetRules.SparesByWords, SparesBy.Machine),
            StatedApiIsSpare = table.Flag("api_is_spare", otherwise: false) ? true : table.Has("api_is_spare") ? false : null,
        };
        if (rules.SparesBy == SparesBy.Zone && rules.Spares > 0)
        {
            problems.Error(
                table.WhereIs("spares"),
                "unused-key",
                "\"spares\" counts machines; with spares_by = \"zone\" there are as many spares as the largest zone holds machines");
        }

        table.RejectUnknown();
        return rules;
    }

    private static Overheads ReadOverheads(TomlTable? table)
    {
        if (table is null)
        {
            return Overheads.None;
        }

        var monthly = new Limits<UsdPerMonth>(default, UsdPerMonth.FromDollars(1e9m));
        var data = new Limits<UsdPerGigabyte>(default, UsdPerGigabyte.FromDollars(1000));
        var overheads = new Overheads(
            table.OptionalQuantity("multiplier", new Limits<Ratio>(Ratio.One, Ratio.FromValue(20))) ?? Ratio.One,
            table.OptionalQuantity("egress", data) ?? default,
            table.OptionalQuantity("bytes_per_output_token", new Limits<Bytes>(default, Bytes.FromCount(100_000))) ?? Bytes.FromCount(250),
            table.OptionalQuantity("logs", data) ?? default,
            table.OptionalQuantity("log_bytes_per_request", new Limits<Bytes>(default, Bytes.FromCount(1e9))) ?? Bytes.FromCount(2000),
            table.OptionalQuantity("load_balancer", monthly) ?? default,
            table.OptionalQuantity("storage", monthly) ?? default,
            table.OptionalQuantity("engineer", new Limits<UsdPerHour>(default, UsdPerHour.FromDollars(10_000))) ?? default,
            table.OptionalQuantity("engineer_time", new Limits<Duration>(default, Duration.FromHours(100_000))) ?? default,
            table.OptionalQuantity("support", monthly) ?? default);
        table.RejectUnknown();
        return overheads;
    }
}
