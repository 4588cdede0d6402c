using System.Globalization;
using System.IO.Compression;
using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Bills made up from the documented columns of AWS and Google Cloud, and rows that no real file has yet.</summary>
public sealed class MadeUpBillTests
{
    private const string Header = "BilledCost,EffectiveCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ChargeDescription,ConsumedQuantity,ConsumedUnit,SkuPriceDetails,Tags\n";

    [Fact]
    public void A_report_of_AWS_tells_used_unused_and_what_was_billed_apart()
    {
        var bill = ReadBill.MadeUp("made_up_cur_2.0.csv");
        Assert.Equal("AWS cost and usage report", bill.Format);
        Assert.Empty(bill.Problems);
        Assert.Equal(10, bill.Rows.Count);
        Assert.Equal(500.63349988m, bill.Billed);
        Assert.Equal((55.04m, 0.51m, 55.04m, 378.93m), (Cost(bill, 0), Cost(bill, 3), Cost(bill, 2), Cost(bill, 4)));
        Assert.Equal(0, bill.Rows.Sum(row => row.Balance.Amount));
        Assert.Equal(
            [BillItem.Used, BillItem.Purchase, BillItem.UnusedCommitment, BillItem.Used, BillItem.UnusedCommitment, BillItem.Used, BillItem.Used, BillItem.Tax, BillItem.Credit, BillItem.Credit],
            bill.Rows.Select(row => row.Item));
        Assert.Equal(("chat", "i-0aaa", "p5.48xlarge", "2026-10-01"), (bill.Rows[0].Key.Team, bill.Rows[0].Resource, bill.Rows[0].Sku, bill.Rows[0].Period));
        Assert.Equal(-0.00000012m, bill.Rows[8].Billed.Amount);
    }

    [Fact]
    public void Tokens_of_Bedrock_are_counted_in_their_unit()
    {
        var tokens = ReadBill.MadeUp("made_up_cur_2.0.csv").Rows.Where(row => row.Class is not null).ToList();
        Assert.Equal([(TokenClass.Input, 1_234_500L, "Claude3Sonnet"), (TokenClass.Output, 200_000L, "Claude3Sonnet")], tokens.Select(row => (row.Class!.Value, row.Tokens!.Value, row.Key.Model)));
    }

    [Theory]
    [InlineData("made_up_gcp_export.jsonl", 4)]
    [InlineData("made_up_gcp_export.csv", 3)]
    public void Google_nets_its_discounts_and_tells_credits_apart(string name, int rows)
    {
        var bill = ReadBill.MadeUp(name);
        Assert.Equal("Google Cloud billing export", bill.Format);
        Assert.Equal(rows, bill.Rows.Count);
        Assert.Equal([(BillItem.Used, 60m), (BillItem.Credit, -10.000001m), (BillItem.Tax, 9.5m)], bill.Rows.Take(3).Select(row => (row.Item, row.Billed.Amount)));
        Assert.All(bill.Rows, row => Assert.Equal(("EUR", "2026-10-01"), (row.Billed.Currency, row.Period)));
        Assert.Equal(1, bill.Rows[0].Hours!.Value.Hours);
    }

    [Fact]
    public void A_correction_of_Google_is_told_with_labels_of_the_row()
    {
        var bill = ReadBill.MadeUp("made_up_gcp_export.jsonl");
        Assert.Equal(("search", "chat"), (bill.Rows[0].Key.Team, bill.Rows[0].Key.Deployment));
        Assert.True(bill.Rows[3].IsCorrection);
        Assert.Equal(-1.5m, bill.Rows[3].Cost.Amount);
    }

    [Theory]
    [InlineData("1,234.50", "1234.50")]
    [InlineData("$10,000.00 ", "10000.00")]
    [InlineData("($5.00)", "-5.00")]
    [InlineData("-$5", "-5")]
    [InlineData("1E-7", "0.0000001")]
    [InlineData("0E-11", "0.00000000000")]
    [InlineData("0,075", null)]
    [InlineData("12,34", null)]
    [InlineData("1.234,56", null)]
    [InlineData("free", null)]
    [InlineData("1e-40", null)]
    [InlineData("1e40", null)]
    [InlineData("999999999999999.123456789012", "999999999999999.123456789012")]
    [InlineData("1000000000000000", null)]
    [InlineData("1.2345678901234567E-5", "0.000012345678901235")]
    [InlineData("-1.3552527156068805E-20", "0")]
    public void An_amount_is_exact_or_refused(string text, string? amount) =>
        Assert.Equal(amount is null ? null : decimal.Parse(amount, CultureInfo.InvariantCulture), BillText.Amount(text));

    [Theory]
    [InlineData("2024-09-18 22:00:00", "2024-09-18T22:00:00")]
    [InlineData("2024-09-18T22:00:00Z", "2024-09-18T22:00:00")]
    [InlineData("2024-09-18T22:00:00.000Z", "2024-09-18T22:00:00")]
    [InlineData("2024-09-18T22:00:00+02:00", "2024-09-18T20:00:00")]
    [InlineData("2024-09-18 22:00:00+00", "2024-09-18T22:00:00")]
    [InlineData("2024-09-18 22:00:00 UTC", "2024-09-18T22:00:00")]
    [InlineData("4/1/25", "2025-04-01T00:00:00")]
    [InlineData("02/03/2021", "2021-02-03T00:00:00")]
    [InlineData("2021-02-03", "2021-02-03T00:00:00")]
    [InlineData("13/02/2021", null)]
    [InlineData("yesterday", null)]
    public void A_time_is_UTC_or_none(string text, string? time) =>
        Assert.Equal(time, BillText.Time(text)?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("Tokens", 1)]
    [InlineData("1000000 Tokens", 1_000_000)]
    [InlineData("1K tokens", 1_000)]
    [InlineData("1M Tokens", 1_000_000)]
    [InlineData("Token", 1)]
    [InlineData("Requests", null)]
    [InlineData("Token Bundles", null)]
    public void A_unit_of_tokens_has_its_size(string unit, int? size) => Assert.Equal(size, (int?)BillText.TokensIn(unit));

    [Fact]
    public void Null_is_a_word_too_and_never_zero()
    {
        var bill = ReadBill.Text(Header + "NULL,1,USD,Usage,2026-10-01,a,NULL,NULL,NULL,NULL\n2,NULL,USD,Usage,NULL,b,NULL,NULL,NULL,NULL\n");
        var row = Assert.Single(bill.Rows);
        Assert.Equal((2m, null, null, null), (row.Billed.Amount, row.Effective, row.From, row.Tokens));
        Assert.Equal((2, "missing-cost"), (Assert.Single(bill.Problems).Where.Line, bill.Problems[0].Rule));
    }

    [Fact]
    public void Every_bad_row_is_told_with_its_line_and_the_others_count()
    {
        var bill = ReadBill.Text(Header + "1,1,USD,Usage,2026-10-01,\"two\nlines\",,,,\n\"0,075\",1,USD,Usage,,a,,,,\n,1,USD,Usage,,a,,,,\n5,5,USD,Usage,,a,,,,\n1,2,3,4,5,6,7,8,9,10,11\n");
        Assert.Equal(6, bill.Billed);
        Assert.Equal([(4, "bad-amount"), (5, "missing-cost"), (7, "field-count")], bill.Problems.Select(problem => (problem.Where.Line, problem.Rule)));
    }

    [Fact]
    public void What_rows_have_in_common_is_said_in_the_same_words()
    {
        const string Output = "\"{\"\"TokenDirection\"\":\"\"Output\"\"}\",\n";
        var bill = ReadBill.Text(Header + "3,4,USD,Usage,13/13/26,a,1.5,Tokens," + Output + "3,4,USD,Usage,14/13/26,a,2.5,Tokens," + Output);
        Assert.Equal(6, bill.Rows.Sum(row => row.Cost.Amount));
        Assert.Equal(6, bill.Warnings.Count);
        Assert.Equal(3, bill.Warnings.Select(warning => warning[3..]).Distinct().Count());
        Assert.All(bill.Rows, row => Assert.Null(row.Tokens));
    }

    [Fact]
    public void A_zipped_bill_is_what_is_inside()
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(Header + "3,3,USD,Usage,,a,,,,\n"));
        }

        Assert.Equal(3, ReadBill.Bytes(zipped.ToArray()).Billed);
    }

    [Fact]
    public void The_tags_of_a_split_cost_tell_its_team()
    {
        const string Row = "BilledCost,BillingCurrency,ChargeCategory,SubAccountName,Tags,AllocatedTags\n1,USD,Usage,account,\"{\"\"team\"\":\"\"shared\"\"}\",";
        Assert.Equal("search", Assert.Single(ReadBill.Text(Row + "\"{\"\"team\"\":\"\"search\"\"}\"\n").Rows).Key.Team);
        Assert.Equal("shared", Assert.Single(ReadBill.Text(Row + "\n").Rows).Key.Team);
    }

    [Fact]
    public void Purchased_tokens_of_a_currency_are_not_tokens_of_a_model()
    {
        var row = Assert.Single(ReadBill.Text("BilledCost,BillingCurrency,ChargeCategory,PricingQuantity,PricingUnit,SkuMeter\n200,USD,Purchase,100000,Token,Input Tokens\n").Rows);
        Assert.Equal((null, null), (row.Class, row.Tokens));
    }

    [Fact]
    public void A_bill_of_a_header_alone_is_known_and_says_that_it_has_no_rows()
    {
        var bill = ReadBill.Text(Header);
        Assert.Equal(("FOCUS bill", "no rows"), (bill.Format, Assert.Single(bill.LeftOut)));
        Assert.Empty(bill.Problems);
    }

    [Fact]
    public void A_bill_without_its_cost_column_says_so_once()
    {
        var bill = ReadBill.Text("EffectiveCost,ChargeCategory\n1,Usage\n2,Usage\n");
        Assert.Empty(bill.Rows);
        Assert.Equal("missing-key", Assert.Single(bill.Problems).Rule);
    }

    [Theory]
    [InlineData("time,team,model\n1,2,3\n")]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("{\"id\":\"chatcmpl-1\",\"usage\":{\"prompt_tokens\":1}}\n")]
    [InlineData("PAR1")]
    public void What_is_no_bill_is_not_taken_for_one(string text) => Assert.Null(ReadBill.Text(text).Format);

    private static decimal Cost(ReadBill bill, int row) => bill.Rows[row].Cost.Amount;
}
