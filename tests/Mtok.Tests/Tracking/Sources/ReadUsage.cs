using System.Text;
using System.Text.Json;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What a source reads from a file, for the tests of usage.</summary>
internal sealed class ReadUsage : IReadings
{
    public static string Shared { get; } = Snapshot.PathOf("../shared/data/tracking");

    public static string Samples { get; } = Snapshot.PathOf("../shared/data/tracking-samples");

    public Source? Source { get; private init; }

    public Problems Problems { get; } = new();

    public List<Reading> All { get; } = [];

    public List<(string Reason, Location Where)> LeftOut { get; } = [];

    public List<(Location Where, string Message)> Warnings { get; } = [];

    public IReadOnlyList<Usage> Usage => [.. All.OfType<Usage>()];

    /// <summary>The sum of all usage, each id once.</summary>
    public TokenClasses Sum => Usage.Where(usage => usage.Id.Length == 0).Concat(Usage.Where(usage => usage.Id.Length > 0).DistinctBy(usage => usage.Id))
        .Aggregate(TokenClasses.Unknown, (sum, usage) => sum + usage.Tokens);

    public static ReadUsage OnDisk(string path)
    {
        Assert.SkipUnless(File.Exists(path), "the shared data is not beside the clone");
        return Of(SourceFile.OnDisk(path));
    }

    public static ReadUsage Fixture(string name) => Of(SourceFile.OnDisk(Snapshot.PathOf("tests/Mtok.Tests/Fixtures/tracking/" + name)));

    public static ReadUsage Text(string text, string name = "made-up") => Bytes(Encoding.UTF8.GetBytes(text), name);

    public static ReadUsage Bytes(byte[] bytes, string name = "made-up") => Of(new(name, () => new MemoryStream(bytes)));

    public static ReadUsage Of(SourceFile file, Source? source = null)
    {
        source ??= Source.Of(file);
        var read = new ReadUsage { Source = source };
        source?.Read(file, read, read.Problems);
        return read;
    }

    /// <summary>Fails unless every class that a JSON object names has the value it names; null must be not stated.</summary>
    public static void Same(JsonElement expected, TokenClasses tokens, TokenClasses? billed, string of)
    {
        foreach (var property in expected.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null))
        {
            long? value = property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.GetInt64();
            Assert.Equal($"{of} {property.Name} {value}", $"{of} {property.Name} {ClassOf(property.Name, tokens, billed)}");
        }
    }

    public void Add(Reading reading) => All.Add(reading);

    public void LeaveOut(string reason, Location where) => LeftOut.Add((reason, where));

    public void Warn(Location where, string message) => Warnings.Add((where, message));

    private static long? ClassOf(string name, TokenClasses tokens, TokenClasses? billed) => name switch
    {
        "input_total" or "prompt_total" or "input" => tokens.Input,
        "input_uncached" => tokens.InputUncached,
        "cache_read" => tokens.CacheRead,
        "cache_write" => Written(tokens),
        "cache_write_5m" => tokens.CacheWrite5m,
        "cache_write_1h" => tokens.CacheWrite1h,
        "cache_write_unsplit" => tokens.CacheWriteUnsplit,
        "tool_prompt" => tokens.ToolPrompt,
        "output" => tokens.Output,
        "reasoning" => tokens.Reasoning,
        "billed_input" => billed?.Input,
        "billed_output" => billed?.Output,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "a class this test does not know"),
    };

    private static long? Written(TokenClasses tokens)
    {
        long?[] told = [tokens.CacheWrite5m, tokens.CacheWrite1h, tokens.CacheWriteUnsplit];
        return Array.TrueForAll(told, count => count is null) ? null : told.Sum(count => count ?? 0);
    }
}
