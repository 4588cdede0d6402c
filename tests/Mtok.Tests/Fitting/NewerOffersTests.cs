using Mtok.Fitting;

namespace Mtok.Tests;

/// <summary>How rows of newer published offers are named, priced and skipped.</summary>
public sealed class NewerOffersTests
{
    private const string Header = "seller,instance,accelerator,gpus,purchase,region,zone,usd_per_hour,sold_as,since,seen,made_from,source,licence,note\n";

    [Theory]
    [InlineData("acme,1-Click Cluster 16+ GPUs,h100-sxm,1,cluster,,,6.16,gpu,,2026-09-19,scraped,stored copy 694 (repository not known),-,from 16 GPUs at once", "block", "", 16, "unnamed@694")]
    [InlineData("oci,BM.GPU.H100.8,h100-sxm,1,on_demand,,,10,gpu,,2026-10-10,seller_list,a/gpu-price-index@ab49c808:data/x.csv,MIT,", "on_demand", "", 8, "gpu-price-index@ab49c808")]
    [InlineData("runpod,H100 SXM,h100-sxm,1,on_demand,,,2.69,gpu,,2026-11-09,hand,\"d/receipts:vendors.json (main, excerpt)\",-,community cloud", "on_demand", "community", 1, "receipts@main")]
    [InlineData("gcp,g4-standard-48,rtx-pro-6000,1,flexible_commitment_3y,us-central1,,2.61,machine,,2026-09-19,scraped,\"dataset l/prices (Hugging Face), 2026-10-29\",-,", "reserved_3y", "flexible", 1, "prices@2026-10-29")]
    [InlineData("together,GPU cluster,b200-sxm,1,reserved,,,7.99,gpu,,2026-09-19,scraped,stored copy 694 (repository not known),-,at least 256 GPUs; 7-30 days", "block", "7-30 days", 256, "unnamed@694")]
    public void A_row_says_how_it_is_paid_how_many_are_taken_together_and_who_says_so(string row, string pricing, string tier, int gpus, string source)
    {
        var offer = Read(row);
        Assert.Equal((pricing, tier, gpus, source), (offer.Pricing, offer.Tier, offer.Gpus, offer.Source));
        Assert.Null(offer.Refused);
    }

    [Theory]
    [InlineData("gcp,a3,h100-sxm,8,flex_start,us-central1,,38.32,machine,,2026-09-19,scraped,stored copy 694 (x),-,")]
    [InlineData("hyperstack,L40,l40,1,reserved,,,0.7,gpu,,2026-09-19,scraped,stored copy 694 (x),-,\"term not told (\"\"reserved\"\")\"")]
    public void What_cannot_be_compared_is_refused_with_its_reason(string row) => Assert.NotEmpty(Read(row).Refused!);

    private static NewerOffer Read(string row)
    {
        var problems = new Problems();
        var read = new CsvTable("newer.csv", Header + row + "\n", problems).Rows(NewerOffer.Columns, []).Select(each => new NewerOffer(each)).ToList();
        Assert.Empty(problems.All);
        return Assert.Single(read);
    }
}
