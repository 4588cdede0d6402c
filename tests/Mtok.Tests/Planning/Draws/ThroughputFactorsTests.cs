using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Deployments of one era or device move together, by the shares of the catalog's own errors on publications that were left out.</summary>
public sealed class ThroughputFactorsTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public void The_shares_are_those_of_errors_on_left_out_publications()
    {
        var publications = HeldOutPrediction.Errors(new(Workloads.Built), "publication").Where(run => !EngineFit.IsContest(run.Row))
            .GroupBy(run => Publication.Of(run.Row), StringComparer.Ordinal).Select(Cells).ToList();
        var mean = publications.Average(cells => cells.Average(cell => cell.Error));
        double Products(Func<Cell, Cell, bool> of) => publications
            .Select(cells => (double[])[.. cells.SelectMany((one, at) => cells.Take(at).Where(other => of(one, other)).Select(other => (one.Error - mean) * (other.Error - mean)))])
            .Where(products => products.Length > 0).Average(products => products.Average());

        var all = publications.Average(cells => cells.Average(cell => Math.Pow(cell.Error - mean, 2)));
        Assert.Equal(ThroughputFactors.UserShare, Products((one, other) => one.Era != other.Era && one.Device != other.Device) / all, 0.1);
        Assert.Equal(ThroughputFactors.UserShare + ThroughputFactors.EraShare, Products((one, other) => one.Era == other.Era && one.Device != other.Device) / all, 0.1);
        Assert.Equal(ThroughputFactors.UserShare + ThroughputFactors.DeviceShare, Products((one, other) => one.Era != other.Era && one.Device == other.Device) / all, 0.1);
    }

    [Theory]
    [InlineData("vLLM", "0.11.0", "vLLM 0.11")]
    [InlineData("vLLM", "v0.10.0 (ROCm)", "vLLM 0.10")]
    [InlineData("TensorRT-LLM", "TensorRT 10.11, CUDA 12.9", "TensorRT-LLM")]
    [InlineData("SGLang", null, "SGLang")]
    public void An_era_is_the_family_with_the_first_two_numbers_of_its_version(string engine, string? version, string era) =>
        Assert.Equal(era, ThroughputFactors.EraOf(engine, version));

    /// <summary>Each figure keeps its own interval; two figures correlate by the shares of the factors that both name, and by nothing else.</summary>
    [Fact]
    public void Figures_correlate_by_what_they_share_and_keep_their_intervals()
    {
        var outlook = new Outlook(Uncertainties.Of(Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None), Workloads.Built));
        var interval = new Estimate<Ratio>(Ratio.FromValue(0.6), Ratio.One, Ratio.FromValue(1.3), Evidence.Modelled);
        int Place(string name, params FactorShare[] factors) => outlook.Throughput(name, interval, factors);
        var (one, twin, device, apart) = (Place("one", new("era", 0.4), new("device", 0.2)), Place("twin", new("era", 0.4), new("device", 0.2)), Place("another", new FactorShare("device", 0.2)), Place("apart"));
        var draws = outlook.Draws(10_000, 1);
        Assert.Equal(0.6, Correlation(draws[one], draws[twin]), 0.03);
        Assert.Equal(0.2, Correlation(draws[one], draws[device]), 0.03);
        Assert.Equal(0, Correlation(draws[one], draws[apart]), 0.03);
        var sorted = draws[one].Order().ToList();
        Assert.Equal(0.6, sorted[500], 0.02);
        Assert.Equal(1.3, sorted[9500], 0.03);
        Assert.Equal(1, sorted[5000], 0.02);
    }

    [Fact]
    public void Rents_of_two_devices_and_hours_without_spot_machines_move_together_and_prices_of_APIs_apart()
    {
        var outlook = new Outlook(Uncertainties.Of(Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None), Workloads.Built));
        var (h100, h200, spot) = (outlook.Rent("h100-sxm", isSpot: false), outlook.Rent("h200-sxm", isSpot: false), outlook.Rent("h100-sxm", isSpot: true));
        var (draws, share) = (outlook.Draws(10_000, 1), outlook.Given.Trends.Rent("h100-sxm", isSpot: false).CommonShare.Value);
        Assert.InRange(share, 0.05, 0.6);
        Assert.Equal(share, Correlation(draws[h100], draws[h200]), 0.03);
        Assert.True(Correlation(draws[h100], draws[spot]) > 0.03 && Correlation(draws[spot], draws[Outlook.SpotDry]) > 0.1);
        Assert.Equal(0, Correlation(draws[h100], draws[Outlook.Api]), 0.03);
    }

    /// <summary>Another figure, of the same factors or of others, moves no draw of a figure.</summary>
    [Fact]
    public void Another_figure_moves_no_draw()
    {
        var given = Uncertainties.Of(Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None), Workloads.Built);
        var (few, many) = (new Outlook(given), new Outlook(given));
        many.Rent("b200-sxm", isSpot: true);
        many.Throughput("before", Estimate<Ratio>.Exact(Ratio.One, Evidence.Modelled), [new("era", 0.3), new("other", 0.2)]);
        var (rent, same) = (few.Rent("h100-sxm", isSpot: false), many.Rent("h100-sxm", isSpot: false));
        Assert.Equal(few.Draws(1000, 1)[rent], many.Draws(1000, 1)[same]);
        Assert.Equal(few.Walks(100, 12, 1)[1][11], many.Walks(100, 12, 1)[2][11]);
        Assert.NotEqual(few.Draws(1000, 2)[rent], many.Draws(1000, 1)[same]);
    }

    private static List<Cell> Cells(IEnumerable<HeldOutRun> runs) =>
        [.. runs.GroupBy(run => (ThroughputFactors.EraOf(run.Row.Engine, run.Row.EngineVersion), run.Row.AcceleratorId, run.Row.ModelId, run.Row.Gpus, run.Row.Precision.Id))
            .Select(cell => new Cell(cell.Key.Item1, cell.Key.AcceleratorId, -cell.Average(run => run.Error.Rate.Value)))];

    private static double Correlation(double[] left, double[] right)
    {
        double[] x = [.. left.Select(value => Math.Log(value))];
        double[] y = [.. right.Select(value => Math.Log(value))];
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private sealed record Cell(string Era, string Device, double Error);
}
