using System.Globalization;
using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Mutated files of every format: none may crash, hang, or give a price that the catalog would not take.</summary>
[Trait("Speed", "Slow")]
public sealed class PriceFuzzTests
{
    /// <summary>Mutations of each format; MTOK_FUZZ asks for another number, 10,000 before a release.</summary>
    private static readonly int Mutations = int.TryParse(Environment.GetEnvironmentVariable("MTOK_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 150;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Names => [.. PriceFixtures.All.Select(fixture => fixture.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mutated_files_are_read_or_refused(string name)
    {
        var original = System.Text.Encoding.UTF8.GetBytes(PriceFixtures.Text(name));
        for (var seed = 0; seed < Mutations; seed++)
        {
            var bytes = Mutation.Of(original, seed);
            var reading = Task.Run(() => PriceFixtures.ReadBytes(name, bytes), TestContext.Current.CancellationToken);
            Assert.True(await Task.WhenAny(reading, Task.Delay(Longest, TestContext.Current.CancellationToken)) == reading, $"{name}, seed {seed}: not read within {Longest}");
            var (import, problems) = await reading;
            Assert.True(import is not null || problems.HasErrors, $"{name}, seed {seed}: neither read nor refused");
            if (import is not null)
            {
                Check(import, $"{name}, seed {seed}");
            }
        }
    }

    private static void Check(PriceImport import, string what)
    {
        Assert.All(import.Offers, offer => Assert.True(offer.Price.Dollars > 0 && offer.Gpus > 0 && offer.Seller.Length > 0 && offer.PricePerGpu.Dollars is >= 0.05m and <= 25m, what));
        Assert.All(import.Apis, api => Assert.True(api.Provider.Length > 0 && (IsPrice(api.Prices.Input) || !api.IsBase) && (IsPrice(api.Prices.Output) || !api.IsBase), what));
        Assert.All(
            import.Apis.SelectMany(api => Enum.GetValues<TokenKind>().Select(api.Prices.Stated).OfType<UsdPerMtok>()),
            price => Assert.True(IsPrice(price), what));
        Assert.All(import.Offers.Select(offer => offer.Seller).Concat(import.Apis.Select(api => api.Provider)), name => Assert.True(name == Path.GetFileName(name) && name[0] != '.', what));
    }

    private static bool IsPrice(UsdPerMtok price) => price.Dollars is >= 0.001m and <= 1000m;
}

/// <summary>Seeded damage to a file: bytes changed, cut, doubled, swapped; numbers and marks put where they do not belong.</summary>
internal static class Mutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"", "\"\"", "{", "}", "[", "]", ",", ",,", ":", "\n", "\r\n", "\\", "\\ud800", "null", "true", "-1", "0", "1e400", "-1e-400", "NaN", "99999999999999999999999999999999", "0.0000000000000000000000000001",
            "'", "|", "#", "\t", "\u00e9", "\uFEFF", "../../x", "<html>", "2026-13-45", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0],
    ];

    public static byte[] Of(byte[] original, int seed)
    {
        var random = new Random(seed);
        var bytes = original.ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 4:
                    bytes.RemoveRange(at, length);
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : 0);
                    bytes.Reverse(0, Math.Min(random.Next(3), bytes.Count));
                    break;
            }
        }

        return [.. bytes];
    }
}
