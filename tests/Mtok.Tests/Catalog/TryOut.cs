namespace Mtok.Tests;
public sealed class TryOut
{
    [Fact]
    public void Show()
    {
        var problems0 = new Problems();
        var catalog = CatalogReader.Load(null, problems0);
        Assert.True(catalog is not null, string.Join("\n", problems0.All));
        var text = new System.Text.StringBuilder();
        var root = Snapshot.PathOf("../shared/data/price-samples");
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var problems = new Problems();
            var name = Path.GetFileNameWithoutExtension(file);
            var seller = name.StartsWith("skypilot_", StringComparison.Ordinal) ? name.Split('_')[1] : null;
            var day = AsOf.Of(new DateOnly(2026, 5, 20));
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var read = new PriceReader(catalog, new(day, null, seller), problems).Read(file);
            text.AppendLine($"== {Path.GetRelativePath(root, file)} {clock.ElapsedMilliseconds} ms");
            foreach (var problem in problems.All) text.AppendLine("  ! " + problem.ToString()[..Math.Min(200, problem.ToString().Length)]);
            if (read is null) continue;
            text.AppendLine($"  {read.Format}: {read.Offers.Count} offers, {read.Apis.Count} apis, {read.Interruptions.Count} bands");
            foreach (var dropped in read.Dropped) text.AppendLine($"  - {dropped.Count} {dropped.Rule}: {dropped.Why} ({string.Join("; ", dropped.Examples)}) {dropped.First.Line}");
            foreach (var note in read.Notes) text.AppendLine($"  ~ {note.Count} {note.Rule}: {note.Why} ({string.Join("; ", note.Examples)}) {note.First.Line}");
            text.AppendLine($"  ? {read.Unmapped.Count} names, {read.Unmapped.Sum(n => n.Count)} rows: {string.Join("; ", read.Unmapped.Where(n => n.What == "accelerator").Take(60).Select(n => $"{n.Of}/{n.Name}x{n.Count}"))}");
            text.AppendLine($"     {string.Join("; ", read.Unmapped.Where(n => n.What == "model").Take(40).Select(n => $"{n.Of}/{n.Name}"))}");
            var stored = PriceStore.Into("/tmp/h6/scratch/none", [read], catalog, problems);
            foreach (var s in stored) text.AppendLine($"  > {s.Path[22..]} +{s.Added} ={s.Known} !{s.Kept}");
            foreach (var problem in problems.All.Take(5)) text.AppendLine("  !! " + problem.ToString()[..Math.Min(300, problem.ToString().Length)]);
        }
        File.WriteAllText("/tmp/h6/scratch/out.txt", text.ToString());
    }
}
