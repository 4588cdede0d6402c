namespace Mtok.Tests;

public sealed class KernelReaderTests
{
    private const string Good = """
        [kernels]
        accelerator = "h100-pcie"
        multiply.bf16 = { launch_us = 4, read = 0.8, arithmetic = 0.7, power = 3, sustained = 0.6 }
        multiply.fp8 = { launch_us = 4, read = 0.8, arithmetic = 0.5, power = 3 }
        decode.bf16 = { launch_us = 12.5, share = 0.75 }
        prompt = { share = 0.5, half_length = 1500 }
        small = { floor_us = 6, cache = 1.5, memory = 0.9 }
        head_us = 20
        all_reduce = { tp2 = { us = 5, gb_per_s = 40 } }
        median_error = { multiply = 0.1 }
        as_of = "undated"
        sources = ["me"]
        """;

    private static readonly Catalog Built = Workloads.Built;

    [Theory]
    [InlineData("h100-sxm", "bf16 fp8 fp8_layer")]
    [InlineData("h200-sxm", "bf16 fp8 fp8_layer")]
    [InlineData("a100-sxm-80gb", "bf16")]
    [InlineData("l40s", "bf16 fp8_layer")]
    [InlineData("b200-sxm", "bf16 fp8_layer fp4")]
    [InlineData("rtx-4090", "bf16")]
    [InlineData("rtx-pro-6000", "bf16")]
    public void Promised_devices_have_kernels_within_their_data_sheet(string id, string precisions)
    {
        var device = Built.FindAccelerator(id)!;
        var kernels = Built.KernelsOf(device)!;
        Assert.Equal(precisions, string.Join(' ', kernels.Multiplies.Keys));
        Assert.All(kernels.Multiplies.Keys, kernel => Assert.Contains(kernel.Split('_')[0], device.DensePeak));
        Assert.All([.. kernels.Multiplies.Values.SelectMany(law => new[] { law.Read, law.Arithmetic, law.Sustained }), .. kernels.Decode.Values.Select(law => law.Share), kernels.Prompt.Share], share => Assert.InRange(share.Value, 0.3, 1));
        Assert.All([.. kernels.Multiplies.Values.Select(law => law.Launch), .. kernels.Decode.Values.Select(law => law.Launch)], time => Assert.InRange(time.Milliseconds, 0.001, 0.03));
        Assert.Equal(device.Interconnect is not null && !id.StartsWith("rtx", StringComparison.Ordinal) ? [2, 4, 8] : [], kernels.AllReduces.Keys);
        Assert.Contains("@", kernels.Provenance.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_published_kernels_has_none() => Assert.Null(Built.KernelsOf(Built.FindAccelerator("mi300x")!));

    [Fact]
    public void A_users_file_is_read_and_replaces_the_built_in_one()
    {
        var catalog = CatalogText.Read(new Problems(), CatalogText.Toml("kernels", Good.Replace("h100-pcie", "h100-sxm", StringComparison.Ordinal)));
        var kernels = catalog.KernelsOf(catalog.FindAccelerator("h100-sxm")!)!;
        Assert.Equal((0.5, 12.5e-3, 40), (kernels.Multiplies["fp8"].Arithmetic.Value, kernels.Decode["bf16"].Launch.Milliseconds, kernels.AllReduces[2].Bandwidth.Gigabytes));
        Assert.Single(catalog.Kernels, row => row.AcceleratorId == "h100-sxm");
        Assert.Empty(CatalogText.Lint(CatalogText.Toml("kernels", Good)));
    }

    [Theory]
    [InlineData("read = 0.8, arithmetic = 0.7", "read = 1.8, arithmetic = 0.7", "out-of-range", 3)]
    [InlineData("h100-pcie", "h100-pce", "unknown-accelerator", 2)]
    [InlineData("multiply.fp8", "multiply.float8", "unknown-key", 4)]
    [InlineData("multiply.bf16", "multiply.int8", "missing-key", 3)]
    [InlineData("decode.bf16", "decode.fp8", "missing-key", 5)]
    [InlineData("half_length", "half", "unknown-key", 6)]
    [InlineData("tp2", "tp3", "unknown-key", 9)]
    [InlineData("gb_per_s = 40", "gb_per_s = 0", "out-of-range", 9)]
    [InlineData("median_error = { multiply", "median_error = { multiplies", "unknown-key", 10)]
    [InlineData("sources = [\"me\"]", "", "missing-source", 1)]
    [InlineData("[kernels]", "[kernel]", "unknown-key", 1)]
    public void A_file_that_cannot_be_true_is_told_with_its_line(string from, string to, string rule, int line) =>
        Assert.Contains(
            CatalogText.Lint(CatalogText.Toml("kernels", Good.Replace(from, to, StringComparison.Ordinal))),
            problem => problem.Rule == rule && problem.Where.Line == line && problem.Severity == Severity.Error);

    [Fact]
    public void Kernels_given_twice_are_told() =>
        Assert.Equal("duplicate-row", Assert.Single(CatalogText.Lint(CatalogText.Toml("kernels", Good), CatalogText.Toml("kernels", Good))).Rule);
}
