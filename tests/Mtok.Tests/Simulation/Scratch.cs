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
    public void Train()
    {
        var rows = File.ReadLines(Traces.Published("kernels/blis/training_experiments_h100_vllm.csv")).Skip(1).Select(l => l.Split(',')).Where(c => c[1] != "summary" && !c[0].Contains("reasoning")).ToList();
        foreach (var c in rows)
        {
            var model = c[0].Contains("llama-2-7b") ? "llama-2-7b" : c[0].Contains("70b") ? "llama-2-70b" : c[0].Contains("mixtral") ? "mixtral-8x7b" : "codellama-34b";
            if (Fleets.Catalog.FindModel(model) is null) { TestContext.Current.TestOutputHelper!.WriteLine("no " + model); continue; }
            var gpus = c[0].Contains("tp4") ? 4 : c[0].Contains("tp2") ? 2 : 1;
            double D(int i) => double.Parse(c[i], CultureInfo.InvariantCulture);
            var (e, t) = (D(10) * 1000, D(14) * 1000);
            var (input, output) = ((int)Math.Round(D(29)), (int)Math.Round(D(30)));
            e *= 1; var itl = (e - t) / (D(30) - 1);
            foreach (var p in new[] { false, true })
            {
                var q = Sim(model, gpus, 2048, D(8), input, output, 1.0, 0.0, p);
                TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{c[0][16..]} {D(8)}/s poisson={p}: meas E {e:0} T {t:0.0} I {itl:0.00} | sim E {q.E:0} T {q.T:0.0} I {q.I:0.00} | dT {t - q.T:0.0} dI {itl - q.I:0.000}"));
            }
        }
    }
}
