using Mtok.Fitting;

namespace Mtok.Tests;

public sealed class KernelFittingTests
{
    private static readonly string Data = Snapshot.PathOf("../shared/data/kernels");

    [Fact]
    public void Constants_that_made_the_times_are_found_again()
    {
        double[] truth = [4.2, 0.8, 0.6];
        var timings = (from size in Enumerable.Range(0, 400)
                       let arithmetic = Math.Exp((size % 20) - 19)
                       let transfer = Math.Exp((size / 20) - 19)
                       select new Timing($"{size}", $"{size % 4}", 1, new(2, arithmetic), new(1, transfer))).ToList();
        var fit = Fit.Of([.. timings.Select(timing => timing with { Seconds = timing.Predict(truth) })], Constant.FixedTime(10), Constant.Share(0.5), Constant.Share(0.9));
        Assert.Equal(truth, fit.Constants);
        Assert.InRange(fit.HeldOut.P90, 0, 0.01);
    }

    [Fact]
    public void Both_halves_are_as_large_and_share_no_shape_whatever_the_order()
    {
        var timings = Enumerable.Range(0, 100).Select(size => new Timing($"{size / 2}", "all", size, default, default)).ToList();
        var (fitted, heldOut) = Halves.Split(timings);
        Assert.Empty(fitted.Select(timing => timing.Shape).Intersect(heldOut.Select(timing => timing.Shape)));
        Assert.InRange(fitted.Count - heldOut.Count, -2, 2);
        timings.Reverse();
        Assert.Equal(fitted.ToHashSet(), [.. Halves.Split(timings).Fitted]);
    }

    [Theory]
    [InlineData(0.786, "0.79")]
    [InlineData(3.5999, "3.6")]
    [InlineData(13.74, "13.7")]
    [InlineData(271.6, "272")]
    [InlineData(1.06, "1.1")]
    [InlineData(0.0526, "0.053")]
    public void Constants_are_written_with_the_digits_they_deserve(double value, string text) => Assert.Equal(text, Digits.Write(value));

    [Fact]
    public void Refitting_the_sums_of_the_a100_gives_the_catalogs_figures()
    {
        Assert.SkipUnless(Directory.Exists(Data), "the published kernel tables are not beside the project");
        var catalog = Workloads.Built;
        var device = catalog.FindAccelerator("a100-sxm-80gb")!;
        var tables = Devices.OfAiConfigurator(device, Data);
        var kernels = catalog.KernelsOf(device)!;
        Assert.StartsWith(tables.Source, kernels.Provenance.Source, StringComparison.Ordinal);
        Assert.All([2, 4, 8], devices =>
        {
            var fit = FittedDevice.FitSums([.. tables.AllReduce(devices)]);
            Assert.Equal(kernels.AllReduces[devices].Latency.Milliseconds * 1000, fit.Constants[0], 1e-9);
            Assert.Equal(kernels.AllReduces[devices].Bandwidth.Gigabytes, fit.Constants[1], 1e-9);
        });
    }
}
