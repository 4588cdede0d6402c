using System.Globalization;

namespace Mtok.Tests;

/// <summary>The catalog's networks against a collection of published shapes that was counted by hand, one row a model.</summary>
public sealed class ModelNetworksTests
{
    private static readonly string File = Snapshot.PathOf("../shared/data/model_networks.csv");

    /// <summary>Rows whose own count is 2 % and more off the published total, which is rounded or has parts that are no network of text.</summary>
    private static readonly string[] Rounded = ["kimi-k2.5", "kimi-k2.7-code", "nemotron-3-nano-30b-a3b", "gemma-4-26b-a4b", "mistral-medium-3.5-128b"];

    /// <summary>Otherwise two models of one shape would not be known as such, and share no measurement.</summary>
    [Fact]
    public void A_latent_head_is_as_wide_as_its_two_parts() => Assert.All(
        Workloads.Built.Models.Where(model => model.Network?.Latent is not null),
        model => Assert.Equal(model.Network!.Latent!.Nope + model.Network.Latent.Rope, model.Network.HeadSize));

    [Fact]
    public void The_shape_of_a_family_is_one()
    {
        Assert.Equal(Workloads.Built.FindModel("kimi-k2")!.Network, Workloads.Built.FindModel("kimi-k2.5")!.Network);
        Assert.Equal(Workloads.Built.FindModel("deepseek-v3.2")!.Network, Workloads.Built.FindModel("deepseek-math-v2")!.Network);
        Assert.NotEqual(Workloads.Built.FindModel("deepseek-v3.1")!.Network, Workloads.Built.FindModel("deepseek-v3.2")!.Network);
        Assert.Equal((122, 52), (Workloads.Built.FindModel("deepseek-v3")!.Network!.Blocks, Workloads.Built.FindModel("nemotron-3-nano-30b-a3b")!.Network!.Blocks));
    }

    [Fact]
    public void Every_row_has_its_network_in_the_catalog() =>
        Assert.Empty(Rows().Where(row => Network(row) is null).Select(row => row["id"]));

    [Fact]
    public void Parameters_are_those_counted_by_hand() => Assert.All(Rows(), row =>
    {
        Assert.Equal(Rounded.Contains(row["id"]), Math.Abs((Number(row, "computed_total_b") / Number(row, "total_params_b")) - 1) > 0.02);
        AssertNear(Number(row, "computed_total_b"), Network(row)!.CountParameters() / 1e9, 0.006, row["id"]);
        AssertNear(ActiveOf(row), Network(row)!.CountActiveParameters() / 1e9, 0.01, row["id"]);
    });

    [Fact]
    public void A_sequence_keeps_the_values_counted_by_hand() => Assert.All(Rows(), row =>
    {
        var memory = ContextMemory.Of(Network(row)!, 1);
        Assert.Equal(Number(row, "kv_values_per_token"), memory.GrowingValues, 1e-6);
        Assert.Equal(Number(row, "fixed_values_per_sequence"), memory.FixedValues, 1e-6);
    });

    /// <summary>The row of Step-3.7-Flash leaves out that its 33 windowed layers have 32 more query heads.</summary>
    private static double ActiveOf(Dictionary<string, string> row) =>
        Number(row, "computed_active_b") + (row["id"] == "step-3.7-flash" ? 33 * 32 * 128 * 2 * 4096e-9 : 0);

    private static Network? Network(Dictionary<string, string> row) => Workloads.Built.FindModel(row["id"])?.Network;

    private static double Number(Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    private static void AssertNear(double expected, double actual, double share, string id) =>
        Assert.True(Math.Abs((actual / expected) - 1) < share, $"{id}: {actual} for {expected}");

    private static List<Dictionary<string, string>> Rows()
    {
        Assert.SkipUnless(System.IO.File.Exists(File), "the shared data is not beside the clone");
        var text = System.IO.File.ReadAllText(File);
        var columns = text[..text.IndexOf('\n', StringComparison.Ordinal)].Trim().Split(',');
        return [.. new CsvTable(File, text, new()).Rows(columns, []).Select(row => columns.ToDictionary(column => column, row.Text, StringComparer.Ordinal))];
    }
}
