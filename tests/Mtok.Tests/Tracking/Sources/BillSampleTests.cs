using System.Globalization;
using System.Text.Json;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Real bills beside the repository, to the last digit.</summary>
public sealed class BillSampleTests
{
    private const string Bills = "tracking/bills/";

    [Theory]
    [InlineData("focus_1.0_sample_dev.csv")]
    [InlineData("focus_1.0_sample_dev_decimal.parquet")]
    [InlineData("focus_1.0_sample_dev_double.parquet")]
    public void Six_hundred_rows_of_three_providers_add_up(string name)
    {
        var bill = ReadBill.Real(Bills + name);
        using var expected = Expected("focus_1.0_sample.json");
        Assert.Equal(650, bill.Rows.Count);
        Assert.Empty(bill.Problems);
        Assert.Equal(Amount(expected.RootElement, "total_billed"), bill.Billed);
        Assert.Equal(Amount(expected.RootElement, "total_effective"), bill.Effective);
        foreach (var group in expected.RootElement.GetProperty("by_provider_and_billing_period").EnumerateObject())
        {
            var rows = bill.Rows.Where(row => $"{row.Provider} {row.Period[..7]}" == group.Name).ToList();
            Assert.Equal(group.Value.GetProperty("rows").GetInt32(), rows.Count);
            Assert.Equal(Amount(group.Value, "billed"), rows.Sum(row => row.Billed.Amount));
            Assert.Equal(Amount(group.Value, "effective"), rows.Sum(row => row.Effective!.Value.Amount));
        }

        var negative = bill.Rows.Where(row => row.Billed.Amount < 0).ToList();
        Assert.Equal(7, negative.Count);
        Assert.Equal(-2.62660769932m, negative.Sum(row => row.Billed.Amount));
        Assert.Equal((648, 1, 1), (Of(bill, BillItem.Used), Of(bill, BillItem.Credit), Of(bill, BillItem.Other)));
        Assert.Contains(bill.Warnings, warning => warning.Contains("no commitment explains it", StringComparison.Ordinal));
    }

    [Fact]
    public void Machine_rows_tell_hours_times_and_what_is_billed()
    {
        var rows = ReadBill.Real(Bills + "focus_1.0_sample_dev.csv").Rows.Where(row => row.Description.Contains("g5.4xlarge", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, rows.Select(row => row.Resource).Distinct().Count());
        Assert.Equal(5.683889, rows.Sum(row => row.Hours!.Value.Hours), 9);
        Assert.Equal(9.230635736m, rows.Sum(row => row.Cost.Amount));
        Assert.Equal(11m, rows.Sum(row => row.Effective!.Value.Amount));
        Assert.Contains(rows, row => row.From == new DateTimeOffset(2024, 9, 27, 15, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Money_stored_as_binary_fractions_is_told_with_its_own_sum()
    {
        var bill = ReadBill.Real(Bills + "focus_1.0_sample_dev_double.parquet");
        Assert.Contains(bill.Warnings, warning => warning.Contains("15.987661269310017", StringComparison.Ordinal));
        Assert.DoesNotContain(ReadBill.Real(Bills + "focus_1.0_sample_dev_decimal.parquet").Warnings, warning => warning.Contains("binary", StringComparison.Ordinal));
    }

    [Fact]
    public void Tokens_of_three_models_by_class()
    {
        var bill = ReadBill.Real(Bills + "focus_1.5draft_ai_multi_model_invoice_via_csp_marketplace.csv");
        using var expected = Expected("focus_ai_multi_model.json");
        Assert.Equal((2037.36m, 2037.36m), (bill.Billed, bill.Effective));
        Assert.Empty(bill.Warnings);
        foreach (var model in expected.RootElement.GetProperty("by_model").EnumerateObject())
        {
            var rows = bill.Rows.Where(row => row.Key.Model == model.Name).ToList();
            Assert.Equal(Amount(model.Value, "cost"), rows.Sum(row => row.Cost.Amount));
            AssertTokens(model.Value, "input_uncached", rows, TokenClass.InputUncached);
            AssertTokens(model.Value, "cache_read", rows, TokenClass.CacheRead);
            AssertTokens(model.Value, "cache_write", rows, TokenClass.CacheWriteUnsplit);
            AssertTokens(model.Value, "output", rows, TokenClass.Output);
        }

        Assert.All(bill.Rows, row => Assert.Equal(("invoiceprocessing@acmecorp.example", "key_06LATTICEINV", "Solora AI"), (row.Key.Team, row.Credential, row.Provider)));
    }

    [Fact]
    public void A_balance_paid_in_advance_is_neither_used_nor_idle()
    {
        var bill = ReadBill.Real(Bills + "focus_1.5draft_ai_drawdown_via_prepayment.csv");
        Assert.Equal((500_000m, 50m), (bill.Billed, bill.Effective));
        Assert.Equal((50m, 499_950m), (bill.Rows.Sum(row => row.Cost.Amount), bill.Rows.Sum(row => row.Balance.Amount)));
        Assert.Equal(5_000_000, bill.Rows.Single(row => row.Class == TokenClass.InputUncached).Tokens);
        Assert.Equal(1_500_000, bill.Rows.Single(row => row.Class == TokenClass.Output).Tokens);
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), bill.Rows.Single(row => row.Item == BillItem.Purchase).Until);
    }

    [Fact]
    public void A_commitment_used_by_half_costs_both_halves()
    {
        var bill = ReadBill.Real(Bills + "focus_1.4draft_aws_savings_plan_underutilised_50pct_compute_rows.csv");
        Assert.Equal((693_000m, 1898.64m), (bill.Billed, bill.Effective));
        var unused = bill.Rows.Where(row => row.Item == BillItem.UnusedCommitment).ToList();
        var used = bill.Rows.Where(row => row.Item == BillItem.Used).ToList();
        Assert.Equal((12, 949.32m, 12, 949.32m), (unused.Count, unused.Sum(row => row.Cost.Amount), used.Count, used.Sum(row => row.Cost.Amount)));
        Assert.All(bill.Rows, row => Assert.Equal("USD", row.Billed.Currency));
        Assert.Equal(12, used.Sum(row => row.Hours!.Value.Hours));
    }

    [Theory]
    [InlineData("azure_PayAsYouGo.csv", "0.075", "USD", "2021-02-02")]
    [InlineData("azure_German.csv", "0.075", "USD", "2021-02-02")]
    [InlineData("azure_Enterprise.csv", "0", "CAD", "2021-02-02")]
    [InlineData("azure_EnterpriseCamel.csv", "0.012", "USD", "2021-02-02")]
    [InlineData("azure_VirtualMachine.csv", "4", "XXX", "2021-02-01")]
    [InlineData("azure_MissingBrackets.csv", "4", "XXX", "2021-02-01")]
    public void An_Azure_row_costs_what_its_cost_column_says(string name, string cost, string currency, string day)
    {
        var bill = ReadBill.Real(Bills + name);
        var row = Assert.Single(bill.Rows);
        Assert.Equal("Azure cost export", bill.Format);
        Assert.Equal((cost, currency), (row.Billed.Amount.ToString(CultureInfo.InvariantCulture), row.Billed.Currency));
        Assert.Equal(day, row.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Empty(bill.Problems);
    }

    [Fact]
    public void An_Azure_row_without_cost_is_an_error_with_its_line()
    {
        var bill = ReadBill.Real(Bills + "azure_BOM.csv");
        Assert.Equal("Azure cost export", bill.Format);
        Assert.Empty(bill.Rows);
        var problem = Assert.Single(bill.Problems);
        Assert.Equal((2, "missing-cost", Severity.Error), (problem.Where.Line, problem.Rule, problem.Severity));
    }

    [Theory]
    [InlineData("azure_VirtualMachine.csv")]
    [InlineData("azure_MissingBrackets.csv")]
    public void The_machine_is_told_by_JSON_with_or_without_braces(string name)
    {
        var row = Assert.Single(ReadBill.Real(Bills + name).Rows);
        Assert.Equal(("Standard_DS2_v2", "aks-nodepool1-12345678-vmss_0"), (row.Sku, row.Description));
    }

    [Fact]
    public void An_Azure_month_adds_up_beyond_twelve_decimals()
    {
        var bill = ReadBill.Real(Bills + "azure_Template.csv");
        using var expected = Expected("azure_headers.json");
        var answer = expected.RootElement.GetProperty("answers").GetProperty("azure_Template.csv");
        Assert.Equal(87, bill.Rows.Count);
        Assert.Equal(Amount(answer, "net_cost_total"), bill.Billed);
        Assert.All(answer.GetProperty("by_meter_category").EnumerateObject(), category =>
            Assert.Equal(
                decimal.Parse(category.Value.GetString()!, CultureInfo.InvariantCulture),
                bill.Rows.Where(row => row.Service == category.Name).Sum(row => row.Billed.Amount)));
    }

    /// <summary>Billed, effective, rows; the sums were taken from the files by another program.</summary>
    [Theory]
    [InlineData("draft_ai_drawdown_via_prepayment.csv", "500000.00", "50.00", 3)]
    [InlineData("draft_ai_per_token_foundation_model_api.csv", "94.50", "94.50", 2)]
    [InlineData("draft_ai_prompt_caching_a.csv", "33.9", "33.9", 4)]
    [InlineData("draft_correction_late_arriving_usage_delta.csv", "1500", "1500", 1)]
    [InlineData("saas_spend_agreements_a1.csv", "1200", "1200", 4)]
    [InlineData("saas_spend_agreements_a2.csv", "1200", "1200", 13)]
    [InlineData("saas_spend_agreements_b1.csv", "1200", "1200", 5)]
    [InlineData("saas_spend_agreements_b2.csv", "1200", "1200", 14)]
    [InlineData("simple_saas_agreements_a1.csv", "10000.00", "10000.00", 1)]
    [InlineData("simple_saas_agreements_a2.csv", "50000.00", "50000.00", 1)]
    [InlineData("simple_saas_agreements_a3.csv", "1000.00", "1000.00", 1)]
    [InlineData("simple_saas_agreements_b.csv", "50000.00", "50000.00", 1)]
    [InlineData("simple_saas_agreements_c.csv", "35800.00", "35800.00", 3)]
    [InlineData("virtual_currency_pricing_model_a1.csv", "200000.00", "0", 1)]
    [InlineData("virtual_currency_pricing_model_a2.csv", "0", "1230.00", 3)]
    [InlineData("virtual_currency_pricing_model_b1.csv", "100000.00", "0", 1)]
    [InlineData("virtual_currency_pricing_model_b2.csv", "0", "615.00", 3)]
    [InlineData("virtual_currency_pricing_model_b3.csv", "0", "495.00", 3)]
    [InlineData("virtual_currency_pricing_model_c.csv", "53000.00", "0", 2)]
    public void Every_sample_of_the_specification_adds_up(string name, string billed, string effective, int rows)
    {
        var bill = ReadBill.Real("tracking-samples/focus/" + name);
        Assert.Equal("FOCUS bill", bill.Format);
        Assert.Empty(bill.Problems);
        Assert.Equal(rows, bill.Rows.Count);
        Assert.Equal(decimal.Parse(billed, CultureInfo.InvariantCulture), bill.Billed);
        Assert.Equal(decimal.Parse(effective, CultureInfo.InvariantCulture), bill.Effective);
        Assert.All(bill.Rows, row => Assert.NotNull(row.From));
        Assert.Equal(name.StartsWith("draft_ai", StringComparison.Ordinal), bill.Rows.Exists(row => row.Class is not null));
    }

    [Fact]
    public void Input_without_a_cache_action_is_input_of_unknown_split()
    {
        var bill = ReadBill.Real("tracking-samples/focus/draft_ai_per_token_foundation_model_api.csv");
        Assert.Equal([TokenClass.Input, TokenClass.Output], bill.Rows.Select(row => row.Class!.Value));
        Assert.Equal([8_400_000, 2_100_000], bill.Rows.Select(row => row.Tokens!.Value));
    }

    [Fact]
    public void A_correction_belongs_to_the_month_it_corrects()
    {
        var row = Assert.Single(ReadBill.Real("tracking-samples/focus/draft_correction_late_arriving_usage_delta.csv").Rows);
        Assert.True(row.IsCorrection);
        Assert.Equal(("2025-06-01", 5, "XXX"), (row.Period, row.From!.Value.Month, row.Billed.Currency));
    }

    private static int Of(ReadBill bill, BillItem item) => bill.Rows.Count(row => row.Item == item);

    private static void AssertTokens(JsonElement model, string name, IReadOnlyList<BillRow> rows, TokenClass of)
    {
        var told = rows.Where(row => row.Class == of).ToList();
        Assert.Equal(model.TryGetProperty(name, out var count) ? count.GetInt64() : null, told.Count == 0 ? null : told.Sum(row => row.Tokens));
    }

    private static decimal Amount(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static JsonDocument Expected(string name)
    {
        var path = Snapshot.PathOf("../shared/data/tracking/expected/" + name);
        Assert.SkipUnless(File.Exists(path), "the tracking samples are not beside the project");
        return JsonDocument.Parse(File.ReadAllText(path));
    }
}
