namespace Mtok.Tests;

/// <summary>A thousand damaged copies of each kind of bill: bytes flipped, cut, repeated. Each is read or refused, and ends.</summary>
public sealed class BillMutationTests
{
    [Theory]
    [InlineData("made_up_cur_2.0.csv")]
    [InlineData("made_up_gcp_export.csv")]
    [InlineData("made_up_gcp_export.jsonl")]
    public void A_damaged_made_up_bill_is_read_or_refused(string name) =>
        Damage(File.ReadAllBytes(Snapshot.PathOf("tests/Mtok.Tests/Fixtures/tracking/" + name)), 1_000);

    [Theory]
    [InlineData("focus_1.5draft_ai_drawdown_via_prepayment.csv", 1_000)]
    [InlineData("azure_Enterprise.csv", 1_000)]
    [InlineData("focus_1.0_sample_dev_decimal.parquet", 30)]
    public void A_damaged_real_bill_is_read_or_refused(string name, int copies) => Damage(Real(name), copies);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_thousand_damaged_Parquet_bills_are_read_or_refused() => Damage(Real("focus_1.0_sample_dev_double.parquet"), 1_000);

    private static byte[] Real(string name)
    {
        var path = Snapshot.PathOf("../shared/data/tracking/bills/" + name);
        Assert.SkipUnless(File.Exists(path), "the tracking samples are not beside the project");
        return File.ReadAllBytes(path);
    }

    private static void Damage(byte[] whole, int copies)
    {
        var random = new Random(13);
        for (var copy = 0; copy < copies; copy++)
        {
            var bill = ReadBill.Bytes(Damaged(whole, random));
            Assert.All(bill.Problems, problem => Assert.Equal("bill", problem.Where.File));
        }
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var at = random.Next(whole.Length);
        var length = random.Next(1, 200);
        switch (random.Next(4))
        {
            case 0:
                return whole[..at];
            case 1:
                return [.. whole[..at], .. whole[Math.Max(0, at - length)..at], .. whole[at..]];
            case 2:
                return [.. whole[..at], .. whole[Math.Min(whole.Length, at + length)..]];
            default:
                var flipped = whole.ToArray();
                for (var bit = 0; bit < 5; bit++)
                {
                    flipped[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
                }

                return flipped;
        }
    }
}
