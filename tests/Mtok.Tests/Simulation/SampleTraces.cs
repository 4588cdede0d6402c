using System.Globalization;
using Mtok.Traces;

namespace Mtok.Tests.Simulation;

/// <summary>Traces for tests: published ones where they lie beside the repository, and seeded ones.</summary>
internal static class SampleTraces
{
    /// <summary>A published file, or skips the test.</summary>
    public static string Published(string path)
    {
        var file = Snapshot.PathOf(Path.Combine("../shared/data", path));
        Assert.SkipUnless(File.Exists(file), $"{path} is not beside the repository");
        return file;
    }

    public static Trace AzureConversation() => Azure(Published("traces/azure2023/AzureLLMInferenceTrace_conv.csv"));

    public static Trace Azure(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(cells => (
            At: DateTime.Parse(cells[0], CultureInfo.InvariantCulture), Input: int.Parse(cells[1], CultureInfo.InvariantCulture), Output: int.Parse(cells[2], CultureInfo.InvariantCulture))).ToList();
        return Of(Path.GetFileNameWithoutExtension(path), rows.Select(row => ((row.At - rows[0].At).TotalSeconds, row.Input, Math.Max(1, row.Output))));
    }

    public static Trace Of(string name, IEnumerable<(double At, int Input, int Output)> requests) =>
        new(name, ["all"], null, [.. requests.Select(row => new TraceRequest(Duration.FromSeconds(row.At), Tokens.FromCount(row.Input), Tokens.FromCount(row.Output), default, 0, null))]);

    public static Trace Of(string name, IReadOnlyList<TraceRequest> requests) => new(name, ["all"], null, requests);

    /// <summary>Requests whose prompts have nothing in common: a prefix cache helps only those that were put back.</summary>
    public static Trace Distinct(string name, IEnumerable<(double At, int Input, int Output)> requests, int blockSize) =>
        Of(name, requests) with
        {
            BlockSize = Tokens.FromCount(blockSize),
            Requests = [.. requests.Select((row, index) => new TraceRequest(Duration.FromSeconds(row.At), Tokens.FromCount(row.Input), Tokens.FromCount(row.Output), default, 0, [.. Enumerable.Range(0, (row.Input + blockSize - 1) / blockSize).Select(block => (index * 100_000L) + block)]))],
        };

    /// <summary>Chats whose prompts begin alike: blocks of 64 tokens with names.</summary>
    public static Trace Chats(int seed, double rate, int count)
    {
        var random = new Random(seed);
        var at = 0.0;
        var requests = new List<TraceRequest>();
        for (var index = 0; index < count; index++)
        {
            at -= Math.Log(1 - random.NextDouble()) / rate;
            var (chat, input) = (random.Next(40), random.Next(70, 3000));
            long[] names = [.. Enumerable.Range(0, (input + 63) / 64).Select(block => block < 20 ? (chat * 1000L) + block : (1_000_000L * (index + 1)) + block)];
            requests.Add(new(Duration.FromSeconds(at), Tokens.FromCount(input), Tokens.FromCount(1 + random.Next(300)), default, index % 3 == 0 ? 1 : 0, names));
        }

        return new("chats", ["chat", "report"], Tokens.FromCount(64), requests);
    }

    /// <summary>Poisson arrivals with lengths drawn by the caller.</summary>
    public static Trace Poisson(int seed, double rate, int count, Func<Random, (int Input, int Output)> lengths)
    {
        var random = new Random(seed);
        var at = 0.0;
        var rows = new List<(double, int, int)>();
        for (var index = 0; index < count; index++)
        {
            at -= Math.Log(1 - random.NextDouble()) / rate;
            var (input, output) = lengths(random);
            rows.Add((at, input, output));
        }

        return Of("poisson", rows);
    }
}
