using System.Text.Json;

namespace Mtok.Tests;

/// <summary>Real answers of providers: every class as worked out by hand.</summary>
public sealed class ProviderAnswerTests
{
    [Fact]
    public void Each_of_358_real_answers_gives_its_classes()
    {
        var path = Path.Combine(ReadUsage.Shared, "usage/provider-responses.jsonl");
        var read = ReadUsage.OnDisk(path);
        Assert.Equal("provider answers", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        var lines = File.ReadAllLines(path);
        Assert.Equal(358, lines.Length);
        for (var line = 1; line <= lines.Length; line++)
        {
            using var document = JsonDocument.Parse(lines[line - 1]);
            var row = document.RootElement;
            var usage = read.Usage.Where(usage => usage.Where.Line == line).ToList();
            var name = $"{row.GetProperty("dialect")} {row.GetProperty("id")}";
            ReadUsage.Same(row.GetProperty("expected"), usage[0].Tokens, usage[0].Billed, name);
            Assert.Null(usage[0].Tokens.Fault);
            var billed = row.TryGetProperty("billed", out var list) ? list.EnumerateArray().ToList() : [row.GetProperty("expected")];
            Assert.Equal((name, billed.Count), (name, usage.Count));
            foreach (var (expected, one) in billed.Zip(usage))
            {
                ReadUsage.Same(expected, one.Tokens, one.Billed, name);
                if (expected.TryGetProperty("model", out var model))
                {
                    Assert.Equal(model.GetString(), one.Key.Model);
                }
            }
        }
    }

    [Fact]
    public void Real_streams_of_Anthropic_give_the_last_count()
    {
        var expected = Path.Combine(ReadUsage.Shared, "expected/sse_anthropic.json");
        Assert.SkipUnless(File.Exists(expected), "the shared data is not beside the clone");
        using var document = JsonDocument.Parse(File.ReadAllText(expected));
        foreach (var file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            var read = ReadUsage.OnDisk(Path.Combine(ReadUsage.Shared, file.Name));
            Assert.Empty(read.Problems.All);
            Assert.Empty(read.Warnings);
            Assert.Equal(file.Value.GetArrayLength(), read.Usage.Count);
            foreach (var (one, usage) in file.Value.EnumerateArray().Zip(read.Usage))
            {
                ReadUsage.Same(one, usage.Tokens, null, file.Name);
            }
        }
    }
}
