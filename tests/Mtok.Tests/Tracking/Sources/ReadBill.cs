using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What becomes of a bill: its rows, what is left out, the warnings and the problems.</summary>
internal sealed class ReadBill : IReadings
{
    private readonly Problems _problems = new();

    public List<BillRow> Rows { get; } = [];

    public List<string> LeftOut { get; } = [];

    public List<string> Warnings { get; } = [];

    public string? Format { get; private init; }

    public IReadOnlyList<Problem> Problems => _problems.All;

    public decimal Billed => Rows.Sum(row => row.Billed.Amount);

    public decimal Effective => Rows.Sum(row => row.Effective?.Amount ?? 0);

    public void Add(Reading reading) => Rows.Add(Assert.IsType<BillRow>(reading));

    public void LeaveOut(string reason, Location where) => LeftOut.Add(reason);

    public void Warn(Location where, string message) => Warnings.Add($"{where.Line}: {message}");

    /// <summary>A file beside the repository.</summary>
    public static ReadBill Real(string path)
    {
        var full = Snapshot.PathOf("../shared/data/" + path);
        Assert.SkipUnless(File.Exists(full), "the tracking samples are not beside the project");
        return Of(SourceFile.OnDisk(full));
    }

    /// <summary>A made-up file of the tests.</summary>
    public static ReadBill MadeUp(string name) => Of(SourceFile.OnDisk(Snapshot.PathOf("tests/Mtok.Tests/Fixtures/tracking/" + name)));

    public static ReadBill Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public static ReadBill Bytes(byte[] bytes) => Of(new SourceFile("bill", () => new MemoryStream(bytes)));

    private static ReadBill Of(SourceFile file)
    {
        var source = BillFormat.Sources.FirstOrDefault(source => source.Fits(file));
        var read = new ReadBill { Format = source?.Name };
        source?.Read(file, read, read._problems);
        return read;
    }
}
