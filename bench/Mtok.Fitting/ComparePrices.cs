using System.Text.Json;
using Mtok.Imports;

namespace Mtok.Fitting;

/// <summary>Compares bills of another program with those of a price list read by Mtok, to the micro-dollar, and names why they differ.</summary>
internal sealed class ComparePrices
{
    private const decimal MicroDollar = 0.000_001m;
    private const string Equal = "equal";
    private const string LeftOut = "left out by the import";
    private const string EarlyHours = "peak hours before the day they begin";
    private const string DerivedPrice = "cached price that the tier does not state";
    private const string Unexplained = "unexplained";
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };
    private readonly Dictionary<(string Provider, string Model), int> _lines = [];
    private readonly ILookup<int, ApiPrice> _byLine;
    private readonly ILookup<(string, string), ApiPrice> _byEntry;

    /// <param name="list">A price list of genai-prices with each model on lines of its own.</param>
    public ComparePrices(string list)
    {
        var problems = new Problems();
        var reader = new CatalogReader(problems);
        reader.Add(CatalogFiles.Embedded());
        var import = new PriceReader(reader.Build(), new(AsOf.Of(new(2026, 9, 23)), PriceList.Genai), problems).Read(list)
            ?? throw new InvalidDataException(string.Join('\n', problems.All));
        _byLine = import.Apis.ToLookup(row => row.Provenance.Where.Line);
        _byEntry = import.Apis.ToLookup(row => (row.Provider, row.ProviderModel));
        foreach (var provider in PriceJson.Read(list, File.ReadAllBytes(list), problems) ?? [])
        {
            foreach (var item in provider.Items)
            {
                foreach (var model in item["models"].Items)
                {
                    _lines.TryAdd((item.Text("id"), model.Text("id")), model.Line);
                }
            }
        }
    }

    public static IReadOnlyList<ForeignBill> Bills(string file) => JsonSerializer.Deserialize<List<ForeignBill>>(File.ReadAllText(file), Json)!;

    /// <summary>Writes a table of groups and reasons; whether every difference has a name.</summary>
    public bool Report(IReadOnlyList<ForeignBill> bills, TextWriter output)
    {
        var compared = bills.Select(bill => (Bill: bill, Found: Compare(bill))).ToList();
        output.WriteLine("| usages | bills | result | largest difference |\n| --- | ---: | --- | ---: |");
        foreach (var group in compared.GroupBy(one => one.Bill.Group))
        {
            foreach (var result in group.GroupBy(one => one.Found.Reason).OrderByDescending(result => result.Count()))
            {
                var largest = result.Max(one => Math.Abs(one.Found.Difference));
                output.WriteLine(FormattableString.Invariant($"| {group.Key} | {result.Count()} | {result.Key} | {largest:0.000000} |"));
            }
        }

        foreach (var (bill, found) in compared.Where(one => one.Found.Reason == Unexplained))
        {
            output.WriteLine(FormattableString.Invariant($"{found.Difference:+0.00000000;-0.00000000}: {bill}"));
        }

        return compared.TrueForAll(one => one.Found.Reason != Unexplained);
    }

    private (string Reason, decimal Difference) Compare(ForeignBill bill)
    {
        var first = _byLine[_lines[(bill.Provider, bill.Model)]].FirstOrDefault();
        var rows = first is null ? [] : _byEntry[(first.Provider, first.ProviderModel)].ToList();
        if (TariffOf(rows, bill.Day) is not { } tariff)
        {
            return (LeftOut, 0);
        }

        var service = first!.Service;
        var difference = tariff.PriceOf(bill.Mix, service, bill.OfWeek).Dollars - bill.Usd;
        return (Is(difference) ? Equal : ReasonOf(bill, rows, tariff, service), difference);
    }

    private static string ReasonOf(ForeignBill bill, List<ApiPrice> rows, ApiTariff tariff, ApiService service)
    {
        var everyHour = rows.ConvertAll(row => row.Hours is null ? row : row with { Provenance = row.Provenance with { Since = null } });
        if (TariffOf(everyHour, bill.Day) is { } undated && Is(undated.PriceOf(bill.Mix, service, bill.OfWeek).Dollars - bill.Usd))
        {
            return EarlyHours;
        }

        var rates = tariff.RatesOf(bill.Mix.Input, service, bill.OfWeek);
        var usual = tariff.RatesOf(default, service, bill.OfWeek);
        var tokens = new Dictionary<TokenKind, double>
        {
            [TokenKind.CachedInput] = bill.Cached,
            [TokenKind.CacheWrite] = bill.Hour ? 0 : bill.Written,
            [TokenKind.CacheWriteHour] = bill.Hour ? bill.Written : 0,
            [TokenKind.Reasoning] = bill.Reasoning,
        };
        var derived = rates.Assumed.Where(tokens.ContainsKey)
            .Sum(kind => (rates.Of(kind) - usual.Of(kind)).Dollars * (decimal)tokens[kind] / 1_000_000m);
        return Is(tariff.PriceOf(bill.Mix, service, bill.OfWeek).Dollars - derived - bill.Usd) ? DerivedPrice : Unexplained;
    }

    /// <summary>The rows in force on a day; of one key the one that began last.</summary>
    private static ApiTariff? TariffOf(IEnumerable<ApiPrice> rows, DateOnly day) => ApiTariff.From(
        rows.Where(row => row.Provenance.IsInForce(day)).GroupBy(row => row.Key).Select(same => same.MaxBy(row => row.Provenance.Since?.From ?? default)!))
        .FirstOrDefault();

    private static bool Is(decimal difference) => Math.Abs(difference) < MicroDollar / 2;
}
