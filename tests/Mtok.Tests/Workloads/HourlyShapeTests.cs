using CsCheck;

namespace Mtok.Tests;

public sealed class HourlyShapeTests
{
    private static readonly Gen<HourlyShape> Shapes = Gen.OneOf(
        Gen.Const(HourlyShape.Steady),
        Gen.Const(HourlyShape.BusinessHours),
        Gen.Double[1, 24].Select(peak => HourlyShape.Spiky(Ratio.FromValue(peak))),
        Gen.Double[0, 100].Array[1, 200].Where(hours => hours.Sum() > 1).Select(hours => HourlyShape.Observed("o", [.. hours.Select(RequestsPerSecond.FromPerSecond)])));

    [Fact]
    public void The_mean_hour_is_one_and_the_levels_are_all_hours() => Shapes.Sample(shape =>
    {
        Assert.Equal(1, shape.Hours.Average(hour => hour.Value), 1e-9);
        Assert.Equal(1, shape.Levels.Sum(level => level.Share.Value), 1e-9);
        Assert.Equal(1, shape.Levels.Sum(level => level.Share.Value * level.Demand.Value), 1e-9);
        Assert.Equal(shape.Hours.Max(), shape.Peak);
    });

    [Fact]
    public void A_spiky_day_has_one_hour_at_its_peak()
    {
        var shape = HourlyShape.Spiky(Ratio.FromValue(5));
        Assert.Equal(24, shape.Hours.Count);
        Assert.Equal(5, shape.Peak.Value, 1e-9);
        Assert.Equal(19.0 / 23, shape.Levels[0].Demand.Value, 1e-9);
    }

    [Fact]
    public void Business_hours_are_forty_of_a_week()
    {
        var shape = HourlyShape.BusinessHours;
        Assert.Equal(40, shape.Hours.Count(hour => hour == shape.Peak));
        Assert.Equal(0.1, (shape.Levels[0].Demand / shape.Peak).Value, 1e-9);
    }
}

public sealed class WorkloadReaderTests
{
    private static readonly Catalog Built = Workloads.Built;

    [Theory]
    [InlineData("requests_per_day = 86400", 1)]
    [InlineData("tokens_per_day = 86_400_000", 1)]
    [InlineData("tokens_per_month = \"2.628B\"", 1)]
    [InlineData("requests_per_second = 1", 1)]
    [InlineData("requests_per_second = \"2 rps\"", 2)]
    [InlineData("requests_per_month = 2_628_000", 1)]
    [InlineData("peak_requests_per_second = 3", 3)]
    [InlineData("peak_requests_per_second = 3\nshape = \"spiky\"\npeak_ratio = 4", 0.75)]
    public void Volume_is_requests_or_tokens_of_the_mix(string traffic, double requestsPerSecond) =>
        Assert.Equal(requestsPerSecond, Read(traffic).Traffic.Mean.PerSecond, 1e-9);

    [Theory]
    [InlineData("many")]
    [InlineData("50%")]
    public void A_demand_file_holds_numbers_of_requests(string requests)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "day.csv");
        File.WriteAllText(path, $"requests\n3600\n{requests}\n");
        var problems = new Problems();
        _ = new DemandReader(problems).Read(path, new("w.toml", 1, 1));
        Assert.Equal($"\"requests\" must be a number of requests, not \"{requests}\"", Assert.Single(problems.All).Message);
    }

    [Fact]
    public void A_demand_file_gives_volume_and_shape()
    {
        var folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "day.csv"), "hour,requests\n0,3600\n1,7200\n2,0\n");
        var workload = Read("shape = \"day.csv\"", folder.FullName);
        Assert.Equal(1, workload.Traffic.Mean.PerSecond, 1e-9);
        Assert.Equal(2, workload.Traffic.Shape.Peak.Value, 1e-9);
    }

    [Fact]
    public void Defaults_are_those_that_the_documentation_says()
    {
        var workload = Read("requests_per_day = 1000");
        Assert.Equal(HourlyShape.Steady, workload.Traffic.Shape);
        Assert.False(workload.ServiceLevel.HasLimits);
        Assert.False(workload.Interruptible);
        Assert.Equal((0, 0.9), (workload.Fleet.Spares, workload.Fleet.PeakUtilization.Value));
        Assert.Equal(Overheads.None, workload.Overheads with { BytesPerOutputToken = default, LogBytesPerRequest = default });
        Assert.Equal(Duration.FromYears(3), workload.Allowed.LongestCommitment);
    }

    [Fact]
    public void Work_that_may_wait_may_wait_a_day_and_be_interrupted()
    {
        var workload = Read("requests_per_day = 1000\nshape = \"business-hours\"\n[work]\ndeferrable = true");
        Assert.True(workload.Interruptible);
        Assert.Equal(Workload.LongestWait, workload.RulesOf("w").Deadline);
    }

    private static Workload Read(string traffic, string? folder = null)
    {
        var path = Path.Combine(folder ?? Directory.CreateTempSubdirectory().FullName, "w.toml");
        File.WriteAllText(path, $"models = [\"llama-3.3-70b\"]\n[tokens]\ninput = 600\noutput = 400\n[traffic]\n{traffic}\n");
        var problems = new Problems();
        var workload = new WorkloadReader(Built, problems).Read(path);
        Assert.True(workload is not null, string.Join("\n", problems.All));
        return workload;
    }
}
