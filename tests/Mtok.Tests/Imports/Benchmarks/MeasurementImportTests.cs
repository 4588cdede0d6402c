using Mtok.Imports;

namespace Mtok.Tests;

public sealed class MeasurementImportTests
{
    [Fact]
    public void What_is_stored_reads_back_the_same_and_without_a_problem()
    {
        foreach (var name in BenchmarkFixtures.All)
        {
            var (import, _) = BenchmarkFixtures.Read(name);
            var problems = new Problems();
            var stored = Assert.Single(MeasurementImport.Into("nowhere", [import!], BenchmarkFixtures.Catalog, problems));
            var reader = new CatalogReader(problems) { MayWait = true };
            reader.Add(CatalogFiles.Embedded());
            var before = problems.Count;
            reader.Add([new("measurements.csv", "own", "own.csv", stored.Text)]);
            var rows = reader.Build().Measurements.Where(row => row.Provenance.IsUsers).ToList();
            Assert.Equal(before, problems.All.Count(problem => problem.Where.File != "own.csv"));
            Assert.DoesNotContain(problems.All, problem => problem.Where.File == "own.csv");
            Assert.Equal(MeasurementFile.Write(import!.Measurements), MeasurementFile.Write(rows));
        }
    }

    [Fact]
    public void A_row_of_the_same_conditions_is_replaced_and_another_kept()
    {
        var row = BenchmarkFixtures.Read("vllm.json").Import!.Measurements[0];
        var other = row with { Concurrency = 64 };
        var (rows, replaced) = MeasurementFile.Merge([row, other], [row with { OutputRate = TokensPerSecond.FromPerSecond(1600) }]);
        Assert.Equal(1, replaced);
        Assert.Equal([1536, 1600], rows.Select(kept => kept.OutputRate.PerSecond));
        Assert.Equal(64, rows[0].Concurrency);
    }

    [Fact]
    public void A_users_measurement_counts_before_faster_published_ones_of_its_deployment_only()
    {
        var before = Find(BenchmarkFixtures.Catalog);
        var published = before.First(capacity => capacity.Basis!.ModelId == "llama-3.3-70b");
        var (after, far) = (Find(WithOwn(published.Basis!, 1)), Find(WithOwn(published.Basis!, 8)));
        var own = Assert.Single(after, capacity => Alike(capacity, published) && capacity.Basis!.ModelId == published.Basis!.ModelId);
        Assert.True(own.Basis!.Provenance.IsUsers);
        Assert.True(own.Requests.Value < published.Requests.Value);
        Assert.StartsWith("measured by you", own.Reason, StringComparison.Ordinal);
        Assert.Equal(before.Where(capacity => !Alike(capacity, published)).Select(capacity => capacity.Reason), after.Where(capacity => !Alike(capacity, published)).Select(capacity => capacity.Reason));
        Assert.Equal(before.Select(capacity => capacity.Reason), far.Select(capacity => capacity.Reason));
    }

    private static bool Alike(ReplicaCapacity left, ReplicaCapacity right) =>
        (left.Deployment with { Engine = "" }) == (right.Deployment with { Engine = "" });

    private static IReadOnlyList<ReplicaCapacity> Find(Catalog catalog) =>
        new Capacities(catalog).Measured.Find(catalog.FindModel("llama-3.3-70b")!, new(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.Zero), ServiceLevel.None, AllowedPrecisions.Default);

    /// <summary>The catalog with a user's row like a published one, but far slower, and that many times as long.</summary>
    private static Catalog WithOwn(Measurement published, int longer)
    {
        var slow = published with { OutputRate = TokensPerSecond.FromPerSecond(1), Output = published.Output * Ratio.FromValue(longer) };
        var reader = new CatalogReader(new()) { MayWait = true };
        reader.Add(CatalogFiles.Embedded());
        reader.Add([new("measurements.csv", "own", "own.csv", MeasurementFile.Write([slow]))]);
        return reader.Build();
    }
}
