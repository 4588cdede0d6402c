using System.Globalization;

namespace Mtok.Tests;

/// <summary>
/// The month's bill of one way of serving as docs/model.md, docs/workload.md and docs/catalog.md say, from the rows of the catalog's files: loops over
/// hours and plain numbers, nothing of the code that it is compared with.
/// </summary>
/// <param name="asked">What is asked for.</param>
internal sealed class DocumentedBills(DocumentedBills.Asked asked)
{
    private const double Month = 730;
    private static readonly Dictionary<string, List<Dictionary<string, string>>> Files = new(StringComparer.Ordinal);

    /// <summary>Hours that the time of a seller's machines is rounded up to, by its row of sellers.toml.</summary>
    private static readonly Dictionary<string, double> Increments = File.ReadAllText(Snapshot.PathOf("catalog/sellers.toml")).Split("[[seller]]").Skip(1)
        .Select(row => (Row: row, Found: System.Text.RegularExpressions.Regex.Match(row, "increment = \"(\\d+)(s|min|h)\"")))
        .Where(pair => pair.Found.Success)
        .ToDictionary(
            pair => System.Text.RegularExpressions.Regex.Match(pair.Row, "id = \"([^\"]+)\"").Groups[1].Value,
            pair => Number(pair.Found.Groups[1].Value) / (pair.Found.Groups[2].Value switch { "s" => 3600, "min" => 60, _ => 1 }), StringComparer.Ordinal);

    /// <summary>What a workload file says, as numbers.</summary>
    /// <param name="Hours">Requests a second in each hour of the shape.</param>
    /// <param name="Input">Input tokens of a request.</param>
    /// <param name="Output">Output tokens.</param>
    /// <param name="Cached">The share of the input that is cached.</param>
    public sealed record Asked(double[] Hours, double Input, double Output, double Cached)
    {
        public int Spares { get; init; }

        public double Multiplier { get; init; } = 1;

        public double StartHours { get; init; } = 10 / 60.0;

        public double LostHours { get; init; } = 1 / 60.0;

        public double Dry { get; init; } = 0.05;

        /// <summary>Overheads of having machines a month, people apart.</summary>
        public double Fixed { get; init; }

        /// <summary>Overheads of a request that machines serve.</summary>
        public double PerRequest { get; init; }

        public double FtePerModel { get; init; } = 0.25;

        public double FtePerSeller { get; init; } = 0.05;

        public bool ApiStandsIn { get; init; } = true;

        public double Mean => Hours.Average();
    }

    /// <summary>C14: what one seller takes, which every way does.</summary>
    public double Always => asked.FtePerSeller * 225_000 / 12;

    private double OfMachines => asked.Fixed + ((asked.FtePerModel + (asked.ApiStandsIn ? asked.FtePerSeller : 0)) * 225_000 / 12);

    private double Requests => asked.Mean * Month * 3600;

    /// <summary>C2: all requests at an API's prices.</summary>
    public double Api(string provider, string model, string asOf)
    {
        var rows = Rows("apis", provider).Where(row => row["model"] == model && row["as_of"] == asOf && row["service"].Length == 0 && row["hours"].Length == 0)
            .ToList();
        return rows.Count == 0 || rows.Exists(row => row["above_input_tokens"].Length > 0) ? double.NaN : (rows.Max(PerRequest) * Requests) + Always;
    }

    /// <summary>C2: one request.</summary>
    private double PerRequest(Dictionary<string, string> row)
    {
        var (input, output) = (Number(row["input_usd_per_mtok"]), Number(row["output_usd_per_mtok"]));
        var cached = row["cached_input_usd_per_mtok"].Length > 0 ? Number(row["cached_input_usd_per_mtok"]) : input;
        var fee = row["usd_per_request"].Length > 0 ? Number(row["usd_per_request"]) : 0;
        return (((asked.Input * (1 - asked.Cached) * input) + (asked.Input * asked.Cached * cached) + (asked.Output * output)) / 1e6) + fee;
    }

    /// <summary>C3, C6, C13: as many machines all month as the busiest hour needs, with spares.</summary>
    /// <param name="perHour">What a machine costs an hour.</param>
    /// <param name="rate">Requests a second that a machine may be planned with.</param>
    public double AllMonth(double perHour, double rate) =>
        ((Count(asked.Hours.Max(), rate) + Spares) * perHour * asked.Multiplier * Month) + OfMachines + (asked.PerRequest * Requests) + Always;

    /// <summary>L5, C3: each hour as many as it needs, spares all month, starts paid in whole increments of the seller.</summary>
    public double ByTheHour(double perHour, double rate, string seller)
    {
        var start = Increments.TryGetValue(seller, out var increment) ? increment * Math.Ceiling((asked.StartHours / increment) - 1e-9) : asked.StartHours;
        var (hours, starts, before) = (0.0, 0.0, Count(asked.Hours[^1], rate));
        foreach (var load in asked.Hours)
        {
            var now = Count(load, rate);
            hours += now + Spares;
            starts += Math.Max(0, now - before);
            before = now;
        }

        var month = Month / asked.Hours.Length;
        return ((hours + (starts * start)) * perHour * asked.Multiplier * month) + OfMachines + (asked.PerRequest * Requests) + Always;
    }

    /// <summary>C13: the cheapest number all month, of those that one listing holds, with an API for what exceeds it.</summary>
    public double Mixed(double perHour, double rate, int listed, string provider, string model, string asOf)
    {
        var api = (Api(provider, model, asOf) - Always) / Requests;
        return Enumerable.Range(1, Math.Clamp((int)Count(asked.Hours.Max(), rate), 1, Math.Max(1, listed - Spares))).Min(machines =>
        {
            var sent = asked.Hours.Sum(load => Math.Max(0, load - (machines * rate))) / asked.Hours.Sum();
            return ((machines + Spares) * perHour * asked.Multiplier * Month) + OfMachines + Always
                + (Requests * ((sent * api) + ((1 - sent) * asked.PerRequest)));
        });
    }

    /// <summary>The least price of a machine in the rows of a seller's file, by the machine.</summary>
    public static double Price(string seller, string instance, string pricing, string region, string tier, string asOf, int gpus)
    {
        var rows = Rows("offers", seller)
            .Where(row => row["instance"] == instance && row["pricing"] == pricing && row["region"] == region && row["tier"] == tier && row["as_of"] == asOf).ToList();
        return rows.Count == 0 ? double.NaN : rows.Min(row => Number(row["usd_per_hour"]) * (row["sold_as"] == "gpu" ? gpus / Number(row["gpus"]) : 1));
    }

    /// <summary>C4: an hour of a spot machine.</summary>
    public double Spot(double price, double fallback, double interrupted) =>
        ((price * (1 - asked.Dry)) + (fallback * asked.Dry)) * (1 + (interrupted * (asked.StartHours + asked.LostHours) / Month));

    /// <summary>C3: an hour of a machine that is bought.</summary>
    public static double Owned(double price, double residual, double years, double capital, double kilowatts, double pue, double perKwh, double colocation, double support)
    {
        var rest = price * residual;
        var recovery = capital / (1 - Math.Pow(1 + capital, -years));
        return ((((price - rest) * recovery) + (rest * capital) + (price * support)) / 8760) + (kilowatts * pue * perKwh) + (kilowatts * colocation / Month);
    }

    private int Spares => asked.ApiStandsIn ? 0 : asked.Spares;

    private double Count(double load, double rate) => load <= 0 ? 0 : Math.Max(1, Math.Ceiling((load / (rate)) - 1e-9));

    /// <summary>The rows of a file of the catalog.</summary>
    private static List<Dictionary<string, string>> Rows(string folder, string name)
    {
        var path = Snapshot.PathOf($"catalog/{folder}/{name}.csv");
        lock (Files)
        {
            return Files.TryGetValue(path, out var known) ? known : Files[path] = File.Exists(path) ? Read(File.ReadAllLines(path)) : [];
        }
    }

    private static List<Dictionary<string, string>> Read(string[] lines)
    {
        var names = Cells(lines[0]);
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => names.Zip(Cells(line)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    /// <summary>Cells between commas; those in quotes may hold commas.</summary>
    private static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
