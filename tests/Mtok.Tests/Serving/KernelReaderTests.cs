namespace Mtok.Tests;

public sealed class KernelReaderTests
{
    private const string Good = """
        [kernels]
        accelerator = "h100-pcie"
        gemm = { bf16 = 0.7, fp8 = 0.5 }
        memory = 0.8
        kv_read = 0.75
        prefill = 0.5
        gemm_launch_us = 4
        attention_launch_us = 12.5
        all_reduce = { tp2 = { us = 5, gb_per_s = 40 } }
        median_error = { gemm = 0.1 }
        as_of = "undated"
        sources = ["me"]
        """;

    private static readonly Catalog Built = Workloads.Built;

    [Theory]
    [InlineData("h100-sxm", "bf16 fp8")]
    [InlineData("h200-sxm", "bf16 fp8")]
    [InlineData("a100-sxm-80gb", "bf16")]
    [InlineData("l40s", "bf16 fp8")]
    [InlineData("b200-sxm", "bf16 fp8 fp4")]
    [InlineData("rtx-4090", "bf16")]
    [InlineData("rtx-pro-6000", "bf16")]
    public void Promised_devices_have_kernels_within_their_data_sheet(string id, string precisions)
    {
        var device = Built.FindAccelerator(id)!;
        var kernels = Built.KernelsOf(device)!;
        Assert.Equal(precisions, string.Join(' ', kernels.Gemm.Keys));
        Assert.All(kernels.Gemm.Keys, precision => Assert.Contains(precision, device.DensePeak));
        Assert.All([.. kernels.Gemm.Values, kernels.Memory, kernels.KvRead, kernels.Prefill], share => Assert.InRange(share.Value, 0.3, 1));
        Assert.All([kernels.GemmLaunch, kernels.AttentionLaunch], time => Assert.InRange(time.Milliseconds, 0.001, 0.03));
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
        Assert.Equal((0.5, 12.5e-3, 40), (kernels.Gemm["fp8"].Value, kernels.AttentionLaunch.Milliseconds, kernels.AllReduces[2].Bandwidth.Gigabytes));
        Assert.Single(catalog.Kernels, row => row.AcceleratorId == "h100-sxm");
        Assert.Empty(CatalogText.Lint(CatalogText.Toml("kernels", Good)));
    }

    [Theory]
    [InlineData("memory = 0.8", "memory = 1.8", "out-of-range", 4)]
    [InlineData("h100-pcie", "h100-pce", "unknown-accelerator", 2)]
    [InlineData("fp8 = 0.5", "float8 = 0.5", "unknown-key", 3)]
    [InlineData("bf16 = 0.7, ", "", "missing-key", 3)]
    [InlineData("kv_read", "kv_reed", "unknown-key", 5)]
    [InlineData("tp2", "tp3", "unknown-key", 9)]
    [InlineData("gb_per_s = 40", "gb_per_s = 0", "out-of-range", 9)]
    [InlineData("median_error = { gemm", "median_error = { gem", "unknown-key", 10)]
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
