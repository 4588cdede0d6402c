using System.CommandLine;
using Mtok;
using Mtok.Fitting;

var data = new Option<string>("--data") { Description = "The folder of published kernel tables", DefaultValueFactory = _ => "../shared/data/kernels" };
var kernels = new Command("kernels", "Fits the constants of one engine step for each device and writes catalog/kernels/<accelerator>.toml.") { data };
kernels.SetAction(parsed =>
{
    var problems = new Problems();
    var reader = new CatalogReader(problems);
    // Accelerators only: the output of this program must not depend on the files it writes.
    reader.Add([.. CatalogFiles.Embedded().Where(file => file.Kind == "accelerators.toml")]);
    var catalog = reader.Build();
    var folder = parsed.GetValue(data)!;
    if (!Directory.Exists(folder))
    {
        Console.Error.WriteLine($"{folder}: no such folder");
        return 2;
    }

    var fitted = new List<FittedDevice>();
    foreach (var (accelerator, tables) in Devices.Of(catalog, folder))
    {
        fitted.Add(FittedDevice.Of(accelerator, tables, fitted));
    }

    foreach (var device in fitted)
    {
        KernelFile.Write(device, fitted);
        Console.WriteLine(FitReport.Of(device));
    }

    return 0;
});
var engines = new Command(
    "engines",
    "Fits the calibration of each serving engine on the catalog's measurements and writes catalog/engines/fitted.toml, and held-out.csv to validate them.")
{
    data,
};
engines.SetAction(parsed =>
{
    var reader = new CatalogReader(new Problems());
    reader.Add([.. CatalogFiles.Embedded().Where(file => !file.Kind.StartsWith("engines", StringComparison.Ordinal))]);
    var catalog = reader.Build();
    var folder = Path.Combine(KernelFile.CatalogFolder, "engines");
    var (fitted, heldOut) = EngineEras.Fit(catalog, GroundTruth.Read(parsed.GetValue(data)!, catalog), Console.Error);
    Directory.CreateDirectory(folder);
    File.WriteAllText(Path.Combine(folder, "fitted.toml"), "# Written by bench/Mtok.Fitting (engines); do not edit by hand.\n" + EngineText.Write(fitted));
    File.WriteAllText(Path.Combine(folder, "held-out.csv"), HeldOutCalibration.Write(heldOut));
    return 0;
});
var traces = new Option<string>("--traces") { Description = "The folder of public traces", DefaultValueFactory = _ => "../shared/data/traces" };
var profiles = new Command("profiles", "Derives traffic profiles from public traces and writes catalog/profiles/<id>.toml.") { traces };
profiles.SetAction(parsed =>
{
    if (!Directory.Exists(parsed.GetValue(traces)))
    {
        Console.Error.WriteLine($"{parsed.GetValue(traces)}: no such folder");
        return 2;
    }

    Profiles.WriteAll(parsed.GetValue(traces)!, Console.Error);
    return 0;
});
var newer = new Option<string>("--file") { Description = "The published offers", DefaultValueFactory = _ => "../shared/data/price-full/gpu_offers_newer.csv" };
var offers = new Command("offers", "Carries newer published offers of machines as rows of catalog/offers/<seller>.csv; older rows stay as history.") { newer };
offers.SetAction(parsed =>
{
    var problems = new Problems();
    var converted = NewerOffers.Read(parsed.GetValue(newer)!, problems);
    foreach (var problem in problems.All)
    {
        Console.Error.WriteLine(problem);
    }

    if (problems.All.Any())
    {
        return 2;
    }

    converted.Write(Console.Out);
    return 0;
});
var lists = new Option<string>("--data") { Description = "The folder of shared data", DefaultValueFactory = _ => "../shared/data" };
var prices = new Command(
    "prices",
    "Reads whole price files and writes catalog/apis/<provider>.csv and catalog/models/sold.csv: equal prices of several files in one row.")
{
    lists,
};
prices.SetAction(parsed =>
{
    if (!Directory.Exists(Path.Combine(parsed.GetValue(lists)!, "price-full")))
    {
        Console.Error.WriteLine($"{parsed.GetValue(lists)}: no folder price-full");
        return 2;
    }

    CarriedPrices.WriteAll(parsed.GetValue(lists)!, Console.Out);
    return 0;
});
var usages = new Argument<string>("usages") { Description = "Usages with the bills of another program" };
var list = new Option<string>("--list") { Description = "The price list, one line for each value", Required = true };
var compare = new Command("compare-prices", "Compares bills of another program with those by the same price list, to the micro-dollar.") { usages, list };
compare.SetAction(parsed => new ComparePrices(parsed.GetValue(list)!).Report(ComparePrices.Bills(parsed.GetValue(usages)!), Console.Out) ? 0 : 1);
var latency = new Command("latency", "Prints the error of the modelled time to the first token by source, and the tails of published latencies (Q7).") { lists };
latency.SetAction(parsed =>
{
    var reader = new CatalogReader(new Problems());
    reader.Add([.. CatalogFiles.Embedded()]);
    new LatencyJudge(reader.Build(), parsed.GetValue(lists)!).Report(Console.Out);
    return 0;
});
return new RootCommand("Fits the constants of the throughput model on published measurements, traffic profiles on public traces; carries prices.")
{
    kernels, engines, profiles, offers, prices, compare, latency,
}.Parse(args).Invoke();
