using System.Globalization;
using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Metrics read from files or text, and what they count together.</summary>
internal sealed class MetricsRead : IReadings
{
    private readonly CounterTally _tally = new();
    private readonly List<string> _leftOut = [];

    /// <summary>The shared real files.</summary>
    public const string Shared = "../shared/data";

    public Problems Problems { get; } = new();

    public List<Reading> Readings { get; } = [];

    public List<string> Warnings { get; } = [];

    public CounterAnswer Answer => _tally.Close();

    public IReadOnlyDictionary<string, int> LeftOut => _leftOut.CountBy(reason => reason).ToDictionary();

    public long? Requests => Answer.Hours.Sum(hour => hour.Requests);

    public long? Failed => Answer.Hours.Sum(hour => hour.Failed);

    public IEnumerable<Level> Levels => Readings.OfType<Level>();

    public static MetricsRead File(string path)
    {
        var full = Snapshot.PathOf(path);
        Assert.SkipUnless(System.IO.File.Exists(full), $"{path} is not beside the repository");
        return new MetricsRead().And(SourceFile.OnDisk(full));
    }

    public static MetricsRead Of(params string[] texts)
    {
        var read = new MetricsRead();
        for (var number = 0; number < texts.Length; number++)
        {
            var bytes = Encoding.UTF8.GetBytes(texts[number]);
            read.And(new(string.Create(CultureInfo.InvariantCulture, $"{number}.txt"), () => new MemoryStream(bytes)));
        }

        return read;
    }

    public MetricsRead And(SourceFile file)
    {
        var source = Source.Of(file);
        Assert.NotNull(source);
        source.Read(file, this, Problems);
        return this;
    }

    public long? Tokens(TokenClass of) =>
        Answer.Hours.Select(hour => hour.Tokens.Of(of)).Where(count => count is not null).ToList() is { Count: > 0 } told ? told.Sum() : null;

    public void Add(Reading reading)
    {
        Readings.Add(reading);
        switch (reading)
        {
            case CounterPoint point:
                _tally.Add(point);
                break;
            case CounterStart start:
                _tally.Add(start);
                break;
        }
    }

    public void LeaveOut(string reason, Location where) => _leftOut.Add(reason);

    public void Warn(Location where, string message) => Warnings.Add(message);
}
