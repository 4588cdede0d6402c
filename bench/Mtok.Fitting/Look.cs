namespace Mtok.Fitting;

internal static class Look
{
    private static readonly double[] Lens = [0.7, 1.4, 2.5], UsersOf = [0.35, 0.7, 1.4], SizesOf = [1, 2], Engs = [1, 2], Shrinks = [0.05, 0.1, 0.2, 0.5], Clips = [1];
    public static void At(Catalog catalog, TextWriter output)
    {
        var capacities = new Capacities(catalog);
        var fit = new EngineFit(capacities.Model, catalog);
        var rows = catalog.Measurements.Where(row => row.Precision != Precision.Unstated && !EngineFit.IsContest(row)).Select(row =>
        {
            var model = catalog.FindModel(row.ModelId)!;
            var engine = capacities.Modelled.EngineFor(model, catalog.FindAccelerator(row.AcceleratorId)!, row.Engine);
            return fit.Run(engine, row);
        }).OfType<HeldOutRun>().ToList();
        var groups = rows.GroupBy(run => (run.Row.ModelId, run.Row.AcceleratorId, run.Row.Precision)).Where(g => g.Count() > 1).ToList();
        foreach (var (len, users, size, eng, shrink, clip) in from len in Lens from users in UsersOf from size in SizesOf from eng in Engs from shrink in Shrinks from clip in Clips select (len, users, size, eng, shrink, clip))
        {
            var (all, lab) = (new List<double>(), new List<double>());
            foreach (var group in groups)
            {
                var list = group.ToList();
                foreach (var run in list)
                {
                    double sum = 0, weight = 0;
                    foreach (var other in list)
                    {
                        if (ReferenceEquals(other, run) || Math.Abs(other.Error.Rate.Value) > clip) continue;
                        double L(double a, double b) => Math.Abs(Math.Log2(a / b));
                        var d = (len * (L(other.Row.Input.Count, run.Row.Input.Count) + L(other.Row.Output.Count, run.Row.Output.Count))) + (users * L(other.OfRun.Users.Count, run.OfRun.Users.Count))
                            + (size * L(other.Row.TensorParallel ?? other.Row.Gpus, run.Row.TensorParallel ?? run.Row.Gpus)) + (other.Row.Engine == run.Row.Engine ? 0 : eng) + (0.5 * Math.Abs(other.Row.Provenance.AsOf.From.Year - run.Row.Provenance.AsOf.From.Year));
                        var w = Math.Exp(-d);
                        sum += w * other.Error.Rate.Value; weight += w;
                    }
                    var error = run.Error.Rate.Value - (sum / (weight + shrink));
                    all.Add(Math.Abs(error));
                    if (Publication.Of(run.Row) == "gpustack/gpustack") lab.Add(Math.Abs(error));
                }
            }
            all.Sort(); lab.Sort();
            output.WriteLine(FormattableString.Invariant($"len {len} users {users} size {size} eng {eng} shrink {shrink} clip {clip}: all {all[all.Count / 2]:0.0000} P90 {all[all.Count * 9 / 10]:0.000}; lab {lab[lab.Count / 2]:0.000} P90 {lab[lab.Count * 9 / 10]:0.000}"));
        }
    }
}
