using CsCheck;

namespace Mtok.Tests;

/// <summary>The multiplies of a network are its parameters.</summary>
public sealed class LayerMultipliesTests
{
    public static TheoryData<string> Networks => [.. Workloads.Built.Models.Where(model => model.Network is not null).Select(model => model.Id)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void On_one_device_they_are_all_parameters_but_embeddings_routers_and_routed_experts(string id)
    {
        var network = Of(id);
        var parameters = network.CountMixers() + (network.DenseLayers * (double)network.CountDense()) + (network.ExpertLayers * (double)network.CountSharedExperts());
        Assert.Equal(parameters, Weights(network, 1), 0.01 * parameters);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Devices_share_them_and_repeat_what_is_not_cut(string id)
    {
        var network = Of(id);
        var alone = Weights(network, 1);
        foreach (var devices in new[] { 2, 4, 8, 16 })
        {
            var each = Weights(network, devices);
            Assert.InRange(each, alone / devices * (1 - 1e-12), alone);
            Assert.True(each <= Weights(network, devices / 2));
        }
    }

    [Fact]
    public void Heads_of_a_dense_network_are_cut_evenly() => Gen.Int[0, 3].Sample(power =>
        Assert.Equal(Weights(Of("llama-3.1-8b"), 1) / (1 << power), Weights(Of("llama-3.1-8b"), 1 << power), 1));

    private static Network Of(string id) => Workloads.Built.FindModel(id)!.Network!;

    private static double Weights(Network network, int devices) => LayerMultiplies.Of(network, devices).Sum(one => one.Layers * one.Outputs * one.Inputs);
}
