using System.Globalization;

namespace Mtok;

/// <summary>Reads <c>offers/&lt;seller&gt;.csv</c> and checks each row by itself; checks across rows are in <see cref="CatalogRules"/>.</summary>
internal sealed class OfferReader(Problems problems, NameTable<Accelerator> accelerators, Conversion conversion)
{
    /// <summary>Plausible prices of one accelerator: below are typing errors and free trials, above are sentinels and totals of a term.</summary>
    private static readonly Limits<UsdPerHour> PerGpu = new(UsdPerHour.FromDollars(0.05m), UsdPerHour.FromDollars(40m));

    /// <summary>The relative deviation allowed between stated memory and the device's: sellers round, and state usable memory.</summary>
    private const double MemoryTolerance = 0.08;

    private static readonly string[] Required = ["instance", "accelerator", "gpus", "pricing", "usd_per_hour", "as_of", "source"];
    private static readonly string[] Optional =
    [
        "sold_as", "region", "zone", "tier", "stated_gpu_memory_gb", "vcpus", "memory_gib", "since", "until", "announced",
    ];

    private static readonly Dictionary<string, bool> SoldAs = new(StringComparer.Ordinal) { ["machine"] = false, ["gpu"] = true, [""] = false };

    public IEnumerable<Offer> Read(CatalogFile file)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Required, Optional))
        {
            if (Read(file.Name, row) is { } offer)
            {
                yield return offer;
            }
        }
    }

    private Offer? Read(string seller, CsvRow row)
    {
        var instance = row.RequiredText("instance");
        var acceleratorId = FindAccelerator(row);
        var gpus = ReadGpus(row);
        var pricing = ReadPricing(row);
        conversion.NextRow();
        var price = ReadPrice(row, gpus ?? 1, pricing ?? Pricing.OnDemand);
        CheckMemory(row, acceleratorId);
        var provenance = Ids.ReadPriceProvenance(row, problems);
        var perGpu = Lookup(row, "sold_as", SoldAs, otherwise: false);
        return acceleratorId is null || gpus is null || pricing is null || price is null
            ? null
            : new(
                seller, instance, acceleratorId, gpus.Value, perGpu, row.Text("region"), row.Text("zone"), pricing.Value, row.Text("tier"), price.Value,
                provenance with { Terms = conversion.Terms })
            { QuotedAs = Quoted.TryParse(row.Text("usd_per_hour"), out var quoted) ? quoted : null };
    }

    private string? FindAccelerator(CsvRow row)
    {
        if (row.Text("accelerator").Length > 0)
        {
            return accelerators.FindId(row, "accelerator");
        }

        problems.Error(
            row.WhereIs("accelerator"),
            "host-without-gpu",
            "\"accelerator\" is blank: if a seller lists host and GPU separately, add both into one row");
        return null;
    }

    private int? ReadGpus(CsvRow row)
    {
        var text = row.RequiredText("gpus");
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share != decimal.Truncate(share))
        {
            problems.Error(
                row.WhereIs("gpus"),
                "fractional-gpu",
                $"{text} of an accelerator cannot hold a whole replica of a model; fractional accelerators are not supported");
            return null;
        }

        return row.Count("gpus", new(1, 1024));
    }

    private Pricing? ReadPricing(CsvRow row) =>
        Offer.PricingWords.TryGetValue(row.Text("pricing"), out var pricing) ? pricing : Lookup<Pricing>(row, "pricing", Offer.PricingWords);

    private T? Lookup<T>(CsvRow row, string column, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        var text = row.RequiredText(column);
        if (text.Length > 0)
        {
            problems.Error(
                row.WhereIs(column),
                "unknown-word",
                $"\"{column}\" must be one of {string.Join(", ", words.Keys)}, not \"{text}\"{Spelling.DidYouMean(text, words.Keys)}");
        }

        return null;
    }

    private bool Lookup(CsvRow row, string column, Dictionary<string, bool> words, bool otherwise)
    {
        if (words.TryGetValue(row.Text(column), out var word))
        {
            return word;
        }

        Lookup<bool>(row, column, words);
        return otherwise;
    }

    private UsdPerHour? ReadPrice(CsvRow row, int gpus, Pricing pricing)
    {
        var text = conversion.InDollars(row.RequiredText("usd_per_hour"), "/h", () => row.WhereIs("usd_per_hour"));
        if (text is null or "")
        {
            return null;
        }

        if (!UsdPerHour.TryParse(text, out var price))
        {
            problems.Error(row.WhereIs("usd_per_hour"), "bad-number", $"\"usd_per_hour\" must be a number in $/h, not \"{text}\"");
            return null;
        }

        if (Complaint(price, gpus, pricing) is not { } complaint)
        {
            return price;
        }

        problems.Error(row.WhereIs("usd_per_hour"), complaint.Rule, complaint.Message);
        return null;
    }

    /// <summary>Why an hourly price is implausible; null if it is plausible.</summary>
    internal static (string Rule, string Message)? Complaint(UsdPerHour price, int gpus, Pricing pricing)
    {
        var perGpu = price * Ratio.FromValue(1.0 / gpus);
        var termHours = pricing switch
        {
            Pricing.ReservedOneYear => 8760,
            Pricing.ReservedThreeYears => 3 * 8760,
            Pricing.ReservedFiveYears => 5 * 8760,
            _ => 0,
        };
        var spread = perGpu * Ratio.FromValue(termHours == 0 ? 0 : 1.0 / termHours);
        return price.Dollars switch
        {
            < 0 => ("negative-price", $"{price} is below zero"),
            0 => ("zero-price", "a price of 0 means unknown, not free; leave the row out"),
            _ when termHours > 0 && perGpu > PerGpu.High && PerGpu.Hold(spread) =>
                ("reservation-total", $"{price} is the price of the whole term; the hourly price is {price * Ratio.FromValue(1.0 / termHours)}"),
            _ when perGpu > PerGpu.High && price.Dollars is 700m or 9999m or 99999m =>
                ("sentinel-price", $"{price} is a placeholder some catalogs use for \"no price\""),
            _ when !PerGpu.Hold(perGpu) => ("implausible-price", $"{perGpu} for one accelerator is outside the plausible range, {PerGpu}"),
            _ => null,
        };
    }

    private void CheckMemory(CsvRow row, string? acceleratorId)
    {
        var limits = new Limits<Ratio>(Ratio.FromValue(1), Ratio.FromValue(2000));
        if (acceleratorId is not null
            && row.Quantity("stated_gpu_memory_gb", limits) is { } stated
            && accelerators.Find(acceleratorId, () => row.WhereIs("accelerator")) is { } accelerator
            && !HasMemory(accelerator, Bytes.FromGigabytes(stated.Value)))
        {
            problems.Error(
                row.WhereIs("stated_gpu_memory_gb"),
                "wrong-memory",
                $"the seller states {stated.Value:0.#} GB, but {accelerator.Id} has {accelerator.Memory}; it may be another device");
        }
    }

    /// <summary>Whether the memory a seller states matches the device's total or usable memory.</summary>
    internal static bool HasMemory(Accelerator accelerator, Bytes stated) =>
        IsNear(stated.Gigabytes, accelerator.Memory.Gigabytes) || IsNear(stated.Gigabytes, accelerator.UsableMemory.Gigabytes);

    /// <summary>Sellers state decimal or binary gigabytes without saying which.</summary>
    private static bool IsNear(double stated, double known) =>
        Math.Abs((stated / known) - 1) <= MemoryTolerance || Math.Abs((stated * 1.073741824 / known) - 1) <= MemoryTolerance;
}
