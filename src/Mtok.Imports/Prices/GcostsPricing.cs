using System.Globalization;

namespace Mtok.Imports;

/// <summary>gcosts pricing.yml of Google's machines: hourly prices, and monthly prices of commitments, by region.</summary>
internal static class GcostsPricing
{
    private const decimal HoursOfMonth = 730;
    private static readonly (string Key, Pricing Pricing, decimal Hours)[] Prices =
    [
        ("hour", Pricing.OnDemand, 1), ("hour_spot", Pricing.Spot, 1), ("month_1y", Pricing.ReservedOneYear, HoursOfMonth), ("month_3y",
            Pricing.ReservedThreeYears, HoursOfMonth),
    ];

    public static bool Fits(string head) => head.Contains("\ncompute:", StringComparison.Ordinal) || head.StartsWith("compute:", StringComparison.Ordinal);

    public static void Read(string text, Quotes quotes)
    {
        var day = quotes.Day;
        foreach (var line in YamlLines.Of(text))
        {
            if (line.Path is ["about"] && line.Key == "timestamp" && Day(line.Value) is { } generated)
            {
                day = generated;
            }

            if (line.Path is not ["compute", "instance", var instance, "cost", { Length: > 0 } region])
            {
                continue;
            }

            var price = Array.Find(Prices, price => price.Key == line.Key);
            if (price.Key is null)
            {
                continue;
            }

            // Licences of operating systems are listed in the same shape, with their name in place of a region.
            if (!char.IsAsciiDigit(region[^1]))
            {
                quotes.Drop("other-system", "the price of a licence, not of a machine in a region", line.Number, $"{instance} {region}");
                continue;
            }

            if (quotes.Names.Machine("gcp", instance) is null)
            {
                quotes.Drop("no-accelerator", "machines without an accelerator in the catalog", line.Number, instance);
                continue;
            }

            quotes.Add(new MachineQuote("gcp", instance, JsonRow.NumberOf(line.Value) / price.Hours, price.Pricing, line.Number)
            {
                Region = region,
                AsOf = day,
            });
        }
    }

    private static AsOf? Day(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since < 253_402_300_800
            ? AsOf.Of(DateOnly.FromDateTime(DateTime.UnixEpoch.AddSeconds(since)))
            : null;
}

/// <summary>A line of YAML with a value, and the keys above it.</summary>
internal sealed record YamlLine(IReadOnlyList<string> Path, string Key, string Value, int Number);

/// <summary>Block mappings with plain keys and values, line by line; other kinds of YAML are ignored.</summary>
internal static class YamlLines
{
    public static IEnumerable<YamlLine> Of(string text)
    {
        var above = new List<(int Indent, string Key)>();
        var (number, block) = (0, -1);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd();
            var indent = line.Length - line.TrimStart().Length;
            if (line.Length == indent || line[indent] == '#' || (block >= 0 && indent > block))
            {
                continue;
            }

            block = -1;
            var colon = line.IndexOf(": ", StringComparison.Ordinal) is var found and >= 0 ? found : line.EndsWith(':') ? line.Length - 1 : -1;
            if (colon < 0)
            {
                continue;
            }

            above.RemoveAll(entry => entry.Indent >= indent);
            var (key, value) = (line[indent..colon].Trim('\'', '"'), line[(colon + 1)..].Trim());
            if (value.Length == 0)
            {
                above.Add((indent, key));
            }
            else if (value[0] is '|' or '>')
            {
                block = indent;
            }
            else
            {
                yield return new([.. above.Select(entry => entry.Key)], key, value.Trim('\'', '"'), number);
            }
        }
    }
}
