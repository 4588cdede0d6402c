using System.Globalization;
using System.Text;

namespace Mtok.Fitting;

/// <summary>
/// Carries gpu_offers_newer.csv as newer rows of catalog/offers/: a machine that is carried already keeps its name, so that its
/// history goes on; a price that names no region continues every carried place of its machine. Older rows stay as they are.
/// </summary>
internal sealed class NewerOffers(IReadOnlyList<NewerOffer> rows, ILookup<(string Seller, string Published, string Accelerator), string> names)
{
    private static readonly string[] Header =
    [
        "instance", "accelerator", "gpus", "sold_as", "region", "zone", "pricing", "tier", "usd_per_hour", "stated_gpu_memory_gb", "vcpus", "memory_gib",
        "as_of", "source", "since",
    ];

    private readonly SortedDictionary<string, int> _skipped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sources = [.. rows.Select(row => row.Source)];
    private readonly Dictionary<string, (decimal Before, decimal Now)> _found = new(StringComparer.Ordinal);
    private int _carried;

    /// <summary>Reads the published rows and the names under which machines are carried already.</summary>
    public static NewerOffers Read(string file, Problems problems)
    {
        var named = Path.Combine(KernelFile.CatalogFolder, "../bench/Mtok.Fitting/offer-names.csv");
        return new(
            [.. new CsvTable(file, File.ReadAllText(file), problems).Rows(NewerOffer.Columns, []).Select(row => new NewerOffer(row))],
            new CsvTable(named, File.ReadAllText(named), problems).Rows(["seller", "published", "accelerator", "carried"], [])
                .Select(row => (Key: (row.Text("seller"), row.Text("published"), row.Text("accelerator")), Carried: row.Text("carried")))
                .ToLookup(row => row.Key, row => row.Carried));
    }

    /// <summary>Writes every seller's file anew and tells what was carried and what was skipped.</summary>
    public void Write(TextWriter log)
    {
        foreach (var seller in rows.GroupBy(row => row.Seller, StringComparer.Ordinal))
        {
            Write(Path.Combine(KernelFile.CatalogFolder, "offers", seller.Key + ".csv"), [.. seller.Where(row => !IsSkipped(row))]);
        }

        var moved = _found.Values.Count(price => Math.Abs((price.Now / price.Before) - 1) > 0.05m);
        log.WriteLine(FormattableString.Invariant($"{rows.Count} rows read, {rows.Count - _skipped.Values.Sum()} taken, {_carried} carried"));
        log.WriteLine(FormattableString.Invariant($"{_found.Count} prices carried before found again, {moved} of them moved by more than 5 %"));
        foreach (var (reason, count) in _skipped)
        {
            log.WriteLine(FormattableString.Invariant($"skipped {count}: {reason}"));
        }
    }

    private bool IsSkipped(NewerOffer row)
    {
        var reason = row.Refused ?? (row.IsCopy && rows.Any(own => !own.IsCopy && IsAlike(own, row)) ? "a copy beside the seller's own list" : null);
        if (reason is not null)
        {
            _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
        }

        return reason is not null;

        static bool IsAlike(NewerOffer own, NewerOffer copy) =>
            copy.Published.Length == 0
            && (own.Seller, own.AcceleratorId, own.Pricing, own.Refused) == (copy.Seller, copy.AcceleratorId, copy.Pricing, null);
    }

    private void Write(string path, IReadOnlyList<NewerOffer> newer)
    {
        var old = File.Exists(path) ? Old(path) : [];
        var lines = new List<string> { string.Join(',', Header) };
        lines.AddRange(old.Select(row => string.Join(',', Header.Select(column => Field(row[column])))));
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in newer.OrderBy(row => row.Seen, StringComparer.Ordinal))
        {
            foreach (var line in Lines(row, old).Where(told.Add))
            {
                _carried++;
                lines.Add(line);
            }
        }

        File.WriteAllText(path + ".tmp", string.Join('\n', lines) + "\n");
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>The rows of other origin, as they are.</summary>
    private List<Dictionary<string, string>> Old(string path)
    {
        var problems = new Problems();
        return [.. new CsvTable(path, File.ReadAllText(path), problems).Rows([.. Header.SkipLast(1)], ["since"])
            .Select(row => Header.ToDictionary(column => column, row.Text, StringComparer.Ordinal))
            .Where(row => !_sources.Contains(row["source"]))];
    }

    private IEnumerable<string> Lines(NewerOffer row, List<Dictionary<string, string>> old)
    {
        var instances = names[(row.Seller, row.Published, row.AcceleratorId)].DefaultIfEmpty(NameOf(row)).ToList();
        var alike = old.Where(carried => instances.Contains(carried["instance"])).ToList();
        var continued = alike.Where(carried => carried["pricing"] == row.Pricing && carried["tier"] == row.Tier && Places(row, carried))
            .DistinctBy(carried => (carried["instance"], carried["region"], carried["zone"])).ToList();
        foreach (var carried in continued)
        {
            var gpus = int.Parse(carried["gpus"], CultureInfo.InvariantCulture);
            Compare(row, carried, row.PerGpu * gpus, old);
            yield return Line(row, carried["instance"], carried, gpus, carried["sold_as"], carried["region"], carried["zone"]);
        }

        if (continued.Count == 0)
        {
            foreach (var instance in alike.Select(carried => carried["instance"]).Distinct().DefaultIfEmpty(instances[0]))
            {
                var carried = alike.Find(each => each["instance"] == instance);
                var (gpus, soldAs) = carried is null
                    ? (row.Gpus, row.IsByGpu ? "gpu" : "machine")
                    : (int.Parse(carried["gpus"], CultureInfo.InvariantCulture), carried["sold_as"]);
                yield return Line(row, instance, carried, gpus, soldAs, row.Region, row.Zone);
            }
        }
    }

    /// <summary>A price without a region is the seller's in every place of the machine.</summary>
    private static bool Places(NewerOffer row, Dictionary<string, string> carried) =>
        row.Region.Length == 0 || (row.Region, row.Zone) == (carried["region"], carried["zone"]);

    private static string NameOf(NewerOffer row) =>
        row.Published.Length == 0 ? row.AcceleratorId
        : row.IsCluster ? $"{Slug(row.Published)}-{row.AcceleratorId}"
        : row.IsByGpu || row.Published.Contains(' ', StringComparison.Ordinal) ? Slug(row.Published)
        : row.Published;

    private static string Slug(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_')
            {
                text.Append(letter);
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        return text.ToString().Trim('-');
    }

    /// <summary>The last price carried before and the newest, of each machine, place and way of paying.</summary>
    private void Compare(NewerOffer row, Dictionary<string, string> carried, decimal price, List<Dictionary<string, string>> old)
    {
        var last = old.Where(other => Key(other) == Key(carried)).MaxBy(other => other["as_of"] == "undated" ? "" : other["as_of"], StringComparer.Ordinal)!;
        _found[$"{row.Seller} {Key(carried)}"] = (decimal.Parse(last["usd_per_hour"], CultureInfo.InvariantCulture), price);

        static string Key(Dictionary<string, string> row) => $"{row["instance"]} {row["region"]} {row["zone"]} {row["pricing"]} {row["tier"]}";
    }

    private static string Line(
        NewerOffer row, string instance, Dictionary<string, string>? carried, int gpus, string soldAs, string region, string zone) =>
        string.Join(
            ',',
            instance,
            carried?["accelerator"] ?? row.AcceleratorId,
            gpus.ToString(CultureInfo.InvariantCulture),
            soldAs,
            Field(region),
            zone,
            row.Pricing,
            row.Tier,
            (row.PerGpu * gpus).ToString("0.########", CultureInfo.InvariantCulture),
            "",
            carried?["vcpus"] ?? "",
            carried?["memory_gib"] ?? "",
            row.Seen,
            row.Source,
            row.Since);

    private static string Field(string text) => text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
