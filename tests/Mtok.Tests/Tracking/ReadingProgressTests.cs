using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>How far the reading of files has come: it never falls, and ends at all bytes.</summary>
public sealed class ReadingProgressTests : IProgress<TrackedProgress>
{
    private readonly List<TrackedProgress> _told = [];

    void IProgress<TrackedProgress>.Report(TrackedProgress value) => _told.Add(value);

    [Fact]
    public void The_bytes_read_never_fall_and_end_at_all_bytes()
    {
        var folder = Snapshot.PathOf(MonthExample.Folder);
        new TrackedReader(CatalogReader.Load(null, new Problems())!, new Problems()).Read([folder], this);
        var all = Directory.EnumerateFiles(folder).Sum(path => new FileInfo(path).Length);
        Assert.All(_told, each => Assert.Equal(all, each.All.Count));
        Assert.All(_told.Zip(_told.Skip(1)), pair => Assert.True(pair.First.Read <= pair.Second.Read));
        Assert.Equal(all, _told[^1].Read.Count);
        Assert.Equal(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal), _told.Select(each => each.Path).Distinct());
    }
}
