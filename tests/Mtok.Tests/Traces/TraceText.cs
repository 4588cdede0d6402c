using System.Text;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Small traces as files in a folder of their own.</summary>
internal sealed class TraceText : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mtok-trace-").FullName;

    public Problems Problems { get; } = new();

    public static string Real(string name) => Snapshot.PathOf("../shared/data/traces/" + name);

    public static void SkipWithout(string name) => Assert.SkipUnless(File.Exists(Real(name)), "the public traces are not beside the project");

    public string Write(string text, string name = "trace.txt") => Write(Encoding.UTF8.GetBytes(text), name);

    public string Write(byte[] bytes, string name = "trace.txt")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>All requests of a text, read to the end.</summary>
    public (Trace Trace, List<TraceRequest> Requests, TraceReading Reading) Read(string text, long skipBad = 0, bool sort = false)
    {
        var reading = new TraceReading(Problems, skipBad, sort);
        var trace = TraceFile.Open(Write(text), reading);
        Assert.True(trace is not null, string.Join("\n", Problems.All));
        return (trace, [.. trace.Requests], reading);
    }

    /// <summary>The problems as a user sees them, without the folder.</summary>
    public IEnumerable<string> Told => Problems.All.Select(problem => problem.ToString().Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
