using System.Globalization;
using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

public sealed class Scratch
{
    private static EngineCalibration Cal(double s, double o) => EngineCalibration.None with { Id = "x", Scale = Ratio.FromValue(s), Offset = Duration.FromMilliseconds(o) };

    [Fact]
    public void Logs()
    {
        foreach (var (dev, file, blocks) in new[] { ("rtx-4090", "RTX4090", 2588L), ("rtx-pro-6000", "RTXPRO6000", 0L) })
        foreach (var mnbt in new[] { 2048, 8192 })
        foreach (var seqs in new[] { 128, 256 })
        foreach (var (s, o) in new[] { (1.0, 0.0), (1.0, 0.6), (0.96, 1.2) })
        {
            var rows = File.ReadLines(Traces.Published($"traces/llmservingsim/measured__{file}__Llama-3.1-8B.csv")).Skip(1).Select(l => l.Split(',').Skip(1).Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray()).OrderBy(r => r[0]).ToList();
            var kind = Fleets.Kind(device: dev, limits: new() { KvBlocks = blocks, MaxBatchedTokens = mnbt, MaxSequences = seqs }, engine: Cal(s, o));
            var r = Simulator.Run(Traces.Of(file, rows.Select(x => (x[0], (int)x[1], (int)x[2]))), Fleets.Of(kind), new());
            double P(IEnumerable<double> v, double p) { var a = v.Order().ToArray(); return a[(int)Math.Ceiling(p * a.Length) - 1]; }
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{dev} b={kind.Limits.KvBlocks} mnbt={mnbt} seqs={seqs} s={s} o={o}: E2E50 {r.E2e.P50.Seconds / P(rows.Select(x => x[5]), .5) - 1:P1} E2E99 {r.E2e.P99.Seconds / P(rows.Select(x => x[5]), .99) - 1:P1} TTFT50 {r.Ttft.P50.Seconds / P(rows.Select(x => x[4]), .5) - 1:P1} TTFT99 {r.Ttft.P99.Seconds / P(rows.Select(x => x[4]), .99) - 1:P1} TPOT50 {r.Tpot.P50.Seconds / P(rows.Select(x => x[6]), .5) - 1:P1} pre={r.Preemptions}"));
        }
    }
    private static readonly Dictionary<string, (double[] Rates, int I, int O)> Work = new() { ["general"] = ([8, 20], 575, 248), ["codegen"] = ([5, 10], 593, 247), ["roleplay"] = ([6], 787, 250) };

    private static (double E, double T, double I) Sim(string model, int gpus, int mnbt, double rate, int input, int output, double s, double o, bool poisson, Ratio? share = null)
    {
        var kind = Fleets.Kind(model, gpus: gpus, limits: new() { MaxBatchedTokens = mnbt }, engine: Cal(s, o));
        var n = (int)(rate * 300);
        var trace = poisson ? Traces.Poisson(7, rate, n, _ => (input, output)) : Traces.Of("c", Enumerable.Range(0, n).Select(i => (i / rate, input, output)));
        var r = Simulator.Run(trace, Fleets.Of(kind), new());
        return (r.E2e.Mean.Milliseconds, r.Ttft.Mean.Milliseconds, r.Tpot.Mean.Milliseconds);
    }

    [Fact]
    public void Table()
    {
        var rows = File.ReadLines(Traces.Published("kernels/blis/training_experiments_h100_vllm.csv")).Skip(1).Select(l => l.Split(',')).Where(c => c[1] != "summary" && !c[0].Contains("reasoning")).Select(c => (c[0].Contains("llama-2-7b") ? "llama-2-7b" : c[0].Contains("70b") ? "llama-2-70b" : c[0].Contains("mixtral") ? "mixtral-8x7b" : "codellama-34b", c[0].Contains("tp4") ? 4 : c[0].Contains("tp2") ? 2 : 1, D(c[8]), D(c[10])*1000, D(c[14])*1000, D(c[29]), D(c[30]), c[0][16..])).ToList();
        foreach (var c in File.ReadLines(Traces.Published("kernels/blis/ground_truth_h100_dense.csv")).Skip(1).Select(l => l.Split(',')).Where(c => c[1] is "0" or "1" && Work.ContainsKey(c[3])))
        {
            var w = Work[c[3]];
            rows.Add((c[2].Split('/')[1], int.Parse(c[5]), w.Rates[int.Parse(c[1])], D(c[11]), D(c[14]), w.I, w.O, "GT " + c[0] + c[3]));
        }
        foreach (var (m, g, rate, e, t, input, output, name) in rows)
        {
            if (Fleets.Catalog.FindModel(m) is not { } model) { TestContext.Current.TestOutputHelper!.WriteLine("no " + m); continue; }
            var step = Fleets.Kind(m, gpus: g, engine: Cal(1, 0)).Step;
            var itl = (e - t) / (output - 1); var b = rate * (e - t) / 1000;
            StepTime T(double p) => step.Of(new(Tokens.FromCount(b), Tokens.FromCount(input + output / 2), Tokens.FromCount(p), Tokens.FromCount(input / 2)));
            var pure = T(0).Total.Milliseconds; var full = T(b * input / output).Total.Milliseconds;
            var alone = step.Of(new(Tokens.FromCount(b), Tokens.FromCount(input + output / 2), Tokens.FromCount(input), Tokens.FromCount(input / 2))).Total.Milliseconds;
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m,-28} tp{g} {rate,3}/s B={b,5:0.0} ITL {itl,6:0.00} pure {pure,6:0.00} ({itl-pure,5:0.00}, {itl/pure,4:0.00}) mixed {full,6:0.00} ({itl-full,5:0.00}) TTFT {t,6:0.0} promptstep {alone,6:0.0} {T(0)}"));
        }
    }
    [Fact]
    public void Blis()
    {
        var train = File.ReadLines(Traces.Published("kernels/blis/training_experiments_h100_vllm.csv")).Skip(1).Select(l => l.Split(',')).Where(c => c[1] != "summary" && !c[0].Contains("reasoning") && !c[0].Contains("mixtral") && !c[0].Contains("70b-hf") && !c[0].Contains("70b-tp4-roleplay") && !c[0].Contains("34b-tp2-codegen") && !c[0].Contains("34b-tp2-roleplay"))
            .Select(c => (M: c[0].Contains("llama-2-7b") ? "llama-2-7b" : c[0].Contains("70b") ? "llama-2-70b" : "codellama-34b", G: c[0].Contains("tp4") ? 4 : c[0].Contains("tp2") ? 2 : 1, Q: 2048, R: D(c[8]), E: D(c[10])*1000, T: D(c[14])*1000, I: (D(c[10])-D(c[14]))*1000/(D(c[30])-1), In: (int)Math.Round(D(c[29])), Out: (int)Math.Round(D(c[30])), U: 0.9)).ToList();
        var gt = File.ReadLines(Traces.Published("kernels/blis/ground_truth_h100_dense.csv")).Skip(1).Select(l => l.Split(',')).Where(c => c[1] is "0" or "1" && Work.ContainsKey(c[3]))
            .Select(c => (M: c[2].Contains("Code") ? "codellama-34b" : c[2].Split('/')[1], G: int.Parse(c[5]), Q: int.Parse(c[8]), R: Work[c[3]].Rates[int.Parse(c[1])], E: D(c[11]), T: D(c[14]), I: D(c[17]), In: Work[c[3]].I, Out: Work[c[3]].O, U: D(c[9]))).ToList();
        double Med(IEnumerable<double> v) { var a = v.Order().ToArray(); return (a[a.Length / 2] + a[(a.Length - 1) / 2]) / 2; }
        foreach (var (name, rows) in new[] { ("train", train), ("gt", gt) })
        foreach (var ahead in new[] { false, true })
        foreach (var h in new[] { 0.0, 0.5, 1.0 })
        foreach (var s in new[] { 1.0, 1.05, 1.1, 1.15, 1.2 })
        foreach (var o in new[] { 0.0, 0.6 })
        {
            var sims = rows.Select(r => {
                var kind = Fleets.Kind(r.M, gpus: r.G, limits: new() { MaxBatchedTokens = r.Q, PlansAhead = ahead, Reuse = new PrefixReuse.Share(Ratio.FromValue(h)) }, engine: Cal(s, o));
                var n = (int)(r.R * 120);
                var x = Simulator.Run(Traces.Poisson(7, r.R, n, _ => (r.In, r.Out)), Fleets.Of(kind), new());
                return (r, E: x.E2e.Mean.Milliseconds, T: x.Ttft.Mean.Milliseconds, I: x.Tpot.Mean.Milliseconds); }).ToList();
            string Over(double req, double tok) => string.Create(CultureInfo.InvariantCulture, $"[{req}/{tok}: E {Med(sims.Select(x => Math.Abs((x.E + req + tok*x.r.Out/1000) / x.r.E - 1))):P1} T {Med(sims.Select(x => Math.Abs((x.T + req) / x.r.T - 1))):P1}({Med(sims.Select(x => (x.T + req) / x.r.T - 1)):P0}) I {Med(sims.Select(x => Math.Abs((x.I + tok/1000) / x.r.I - 1))):P1}({Med(sims.Select(x => (x.I + tok/1000) / x.r.I - 1)):P0})]");
            TestContext.Current.TestOutputHelper!.WriteLine($"{name} ahead={ahead} h={h} s={s} o={o}: {Over(15.6, 46)} {Over(7, 0)} {Over(9, 0)}");
        }
    }
    private static double D(string s) => double.Parse(s, CultureInfo.InvariantCulture);
}
