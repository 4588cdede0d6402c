using System.Net;
using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>A catalog folder that changes while the server runs is read again; one that has errors is said, and what was known stays.</summary>
public sealed class ServeCatalogTests : IDisposable
{
    private const string File = "own/apis/groq.csv";
    private readonly Workspace _workspace = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_price_that_changes_is_answered_and_its_tag_changes_with_it()
    {
        Price("0.11");
        using var served = await ServedMtok.Start("--catalog", _workspace.PathOf("own"));
        var (first, tag) = await Asked(served);
        Assert.Equal(0.11, first);
        Price("0.22");
        await Until(async () => (await Asked(served)).Price == 0.22);
        Assert.NotEqual(tag, (await Asked(served)).Tag);
        _workspace.Write(File, "nonsense\n");
        await Until(() => Task.FromResult(served.Messages.Contains("was not read again", StringComparison.Ordinal)));
        Assert.Equal(0.22, (await Asked(served)).Price);
        Price("0.33");
        await Until(async () => (await Asked(served)).Price == 0.33);
    }

    private void Price(string dollars) => _workspace.Write(
        File,
        "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,as_of,source\n" + $"gpt-oss-120b,openai/gpt-oss-120b,{dollars},0.5,2026-06,our contract\n");

    private static async Task<(double? Price, string? Tag)> Asked(ServedMtok served)
    {
        using var answer = await served.Http.GetAsync(new Uri("api/v1/prices?apis=true&match=our contract", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var row = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!.AsArray().Single();
        return (row!["input_usd_per_mtok"]?.GetValue<double>(), answer.Headers.ETag?.Tag);
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 300, "it did not come");
            await Task.Delay(100, Cancel);
        }
    }
}
