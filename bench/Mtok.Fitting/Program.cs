using System.CommandLine;
using Mtok;
using Mtok.Fitting;

var data = new Option<string>("--data") { Description = "The folder of published kernel tables", DefaultValueFactory = _ => "../shared/data/kernels" };
var kernels = new Command("kernels", "Fits the constants of one engine step for each device and writes catalog/kernels/<accelerator>.toml.") { data };
kernels.SetAction(parsed =>
{
    // Accelerators only: the output of this program must not depend on the files it writes.
    var catalog = BuiltOf(file => file.Kind == "accelerators.toml");
    var folder = parsed.GetValue(data)!;
    if (!Directory.Exists(folder))
    {
        Console.Error.WriteLine($"{folder}: no such folder");
        return 2;
    }

    var fitted = new List<FittedDevice>();
    foreach (var (accelerator, tables) in Devices.Of(catalog, folder))
    {
        fitted.Add(FittedDevice.Of(accelerator, tables, folder, fitted));
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
    var catalog = BuiltOf(IsNotFitted);
    var folder = Path.Combine(KernelFile.CatalogFolder, "engines");
    var (fitted, heldOut) = new EngineFits(catalog, GroundTruth.Read(parsed.GetValue(data)!, catalog), Console.Error).Fit();
    Directory.CreateDirectory(folder);
    var written = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["fitted.toml"] = "# Written by bench/Mtok.Fitting (engines); do not edit by hand.\n" + EngineText.Write(fitted),
        ["held-out.csv"] = HeldOutCalibration.Write(heldOut),
    };
    written["intervals.csv"] = Intervals(written["fitted.toml"], written["held-out.csv"]);
    foreach (var (name, text) in written)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
    }

    return 0;
});
var steps = new Command("steps", "Holds the step model against whole steps measured on two cards.") { data };
steps.SetAction(parsed =>
{
    new StepJudge(BuiltOf(_ => true), parsed.GetValue(data)!).Report(Console.Out);
    return 0;
});
var intervals = new Command("intervals", "Derives the intervals of modelled figures from the errors on publications that were left out, and writes catalog/engines/intervals.csv.");
intervals.SetAction(_ =>
{
    var folder = Path.Combine(KernelFile.CatalogFolder, "engines");
    File.WriteAllText(
        Path.Combine(folder, "intervals.csv"), Intervals(File.ReadAllText(Path.Combine(folder, "fitted.toml")), File.ReadAllText(Path.Combine(folder, "held-out.csv"))));
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
var measurements = new Command("measurements", "Writes the measured runs of shared tables as catalog/measurements/<source>.csv, and says what was left out.") { lists };
measurements.SetAction(parsed =>
{
    if (!File.Exists(Path.Combine(parsed.GetValue(lists)!, "throughput_gpustack.csv")))
    {
        Console.Error.WriteLine($"{parsed.GetValue(lists)}: no file throughput_gpustack.csv");
        return 2;
    }

    CarriedMeasurements.WriteAll(parsed.GetValue(lists)!, Console.Out);
    return 0;
});
var spreads = new Command("spreads", "Predicts each saturated run from other sources and prints the half widths of measured figures (T4, MeasuredSpread.cs).");
spreads.SetAction(_ =>
{
    HeldOutFigures.Report(HeldOutFigures.Of(BuiltOf(_ => true)), Console.Out);
    return 0;
});
var usages = new Argument<string>("usages") { Description = "Usages with the bills of another program" };
var list = new Option<string>("--list") { Description = "The price list, one line for each value", Required = true };
var compare = new Command("compare-prices", "Compares bills of another program with those by the same price list, to the micro-dollar.") { usages, list };
compare.SetAction(parsed => new ComparePrices(parsed.GetValue(list)!).Report(ComparePrices.Bills(parsed.GetValue(usages)!), Console.Out) ? 0 : 1);
var latency = new Command("latency", "Prints the error of the modelled time to the first token by source, and the tails of published latencies (Q7).") { lists };
latency.SetAction(parsed =>
{
    new LatencyJudge(BuiltOf(_ => true), parsed.GetValue(lists)!).Report(Console.Out);
    return 0;
});
var power = new Command("power", "Fits the power of a device by what it computes (W1, DevicePower.cs) on measured states and prints both.") { data };
power.SetAction(parsed => PowerFit.Report(PowerFit.States(parsed.GetValue(data)!), Console.Out));
return new RootCommand("Fits the constants of the throughput model on published measurements, traffic profiles on public traces; carries prices.")
{
    kernels, steps, engines, intervals, profiles, offers, prices, measurements, spreads, compare, latency, power,
}.Parse(args).Invoke();

static string Intervals(string fitted, string heldOut) => ErrorInterval.Write(IntervalFit.Of(new(BuiltOf(
    IsNotFitted, new("engines.toml", "fitted", "fitted.toml", fitted), new("engines.csv", "held-out", "held-out.csv", heldOut)))));

// Calibrations must not depend on those that were fitted before.
static bool IsNotFitted(CatalogFile file) => !file.Kind.StartsWith("engines", StringComparison.Ordinal) || file.Name == "families";

static Catalog BuiltOf(Func<CatalogFile, bool> isUsed, params IReadOnlyList<CatalogFile> more)
{
    var reader = new CatalogReader(new Problems());
    reader.Add([.. CatalogFiles.Embedded().Where(isUsed), .. more]);
    return reader.Build();
}
