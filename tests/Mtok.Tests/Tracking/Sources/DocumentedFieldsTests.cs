using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Sources of which no real file is at hand: made up after the fields that their vendors document.</summary>
public sealed class DocumentedFieldsTests
{
    [Fact]
    public void The_energy_of_an_AMD_device_is_in_microjoules()
    {
        const string Energy = "gpu_energy_consumed{GPU_UUID=\"u\",gpu_id=\"0\"} ";
        var read = MetricsRead.Of("# TYPE gpu_energy_consumed gauge\n" + Energy + "1000 1795762786970\n" + Energy + "3600001000 1795762796970\n");
        Assert.Equal(0.001, Assert.Single(read.Answer.Energy).Energy.Count, 1e-12);
    }

    [Theory]
    [InlineData(
        "openrouter",
        """{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"cost":0.00095,"prompt_tokens_details":{"cached_tokens":60},"completion_tokens_details":{"reasoning_tokens":5}}""",
        40, 60, 20)]
    [InlineData("deepseek", """{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36}""", 36, 64, 20)]
    [InlineData("mistral", """{"prompt_tokens":100,"total_tokens":115,"completion_tokens":15,"prompt_tokens_details":{"cached_tokens":0}}""", 100, 0, 15)]
    public void A_stream_of_chunks_tells_the_classes_of_its_vendor(string vendor, string usage, long uncached, long cached, long output)
    {
        const string Chunk = "\"object\":\"chat.completion.chunk\",\"created\":1793610900,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}";
        var read = ReadUsage.Text(
            $": {vendor.ToUpperInvariant()} PROCESSING\n\ndata: {{\"id\":\"{vendor}-1\",{Chunk}}}]}}\n\n"
            + $"data: {{\"id\":\"{vendor}-1\",{Chunk},\"finish_reason\":\"stop\"}}],\"usage\":{usage}}}\n\ndata: [DONE]\n");
        Assert.Empty(read.Problems.All);
        var tokens = Assert.Single(read.Usage).Tokens;
        Assert.Equal((uncached + cached, uncached, cached, output), (tokens.Input, tokens.InputUncached, tokens.CacheRead, tokens.Output));
    }

    /// <summary>A version that names the provider otherwise, or not at all, is the same bill.</summary>
    [Theory]
    [InlineData("1.0", "ProviderName,PublisherName,InvoiceIssuerName", "AWS,AWS,AWS")]
    [InlineData("1.1", "ProviderName,PublisherName,InvoiceIssuerName,CapacityReservationId,CommitmentDiscountQuantity,SkuMeter", "AWS,AWS,AWS,,,Hours")]
    [InlineData("1.2", "ProviderName,PublisherName,InvoiceIssuerName,InvoiceId,PricingCurrency,SubAccountType", "AWS,AWS,AWS,i-1,USD,Account")]
    [InlineData("1.3", "ProviderName,PublisherName,ServiceProviderName,HostProviderName,AllocatedTags", "AWS,AWS,AWS,AWS,")]
    [InlineData("1.4", "ServiceProviderName,HostProviderName,InvoiceDetailId", "AWS,AWS,d-1")]
    public void Every_version_of_FOCUS_is_read_by_its_column_names(string version, string columns, string fields)
    {
        var bill = ReadBill.Text(
            $"BilledCost,EffectiveCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,{columns}\n"
            + $"1.5,1.25,USD,Usage,2026-11-02T00:00:00Z,2026-11-02T01:00:00Z,2026-11-01T00:00:00Z,{fields}\n");
        Assert.Equal("FOCUS bill", bill.Format);
        Assert.Empty(bill.Problems);
        var row = Assert.Single(bill.Rows);
        Assert.Equal((version, 1.5m, 1.25m, "AWS"), (version, row.Billed.Amount, row.Effective!.Value.Amount, row.Provider));
    }

    [Fact]
    public void A_doubtful_count_is_warned_of_once_and_not_once_a_row()
    {
        var folder = Directory.CreateTempSubdirectory("mtok-doubt");
        try
        {
            var path = Path.Combine(folder.FullName, "log.csv");
            File.WriteAllText(path, "request_id,timestamp,model,input_tokens,output_tokens,reasoning_tokens\na,2026-11-02T09:15:00Z,m,10,5,7\nb,2026-11-02T09:16:00Z,m,10,5,8\n");
            var warning = Assert.Single(new TrackedReader(Workloads.Built, new()).Read([path]).Warnings);
            Assert.Equal(("more reasoning tokens than output tokens", 2L, 2), (warning.Message, (long)warning.Count, warning.First.Line));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
