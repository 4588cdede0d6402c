using System.Globalization;

namespace Mtok.Fitting;

/// <summary>A state in which a card was held for seconds.</summary>
/// <param name="Series">The card and what it did.</param>
/// <param name="Load">How much of it.</param>
/// <param name="Step">Tokens of a step; null where none ran.</param>
/// <param name="HasContext">Whether a process held the device.</param>
/// <param name="Share">Power / rated power.</param>
/// <param name="Rate">Tokens computed per second.</param>
internal sealed record PowerState(string Series, string Load, Tokens? Step, bool HasContext, Ratio Share, TokensPerSecond Rate)
{
    /// <summary>The state in words.</summary>
    public string Name => $"{Series} {Load}";

    /// <summary>The power of that state by W1 / the power measured.</summary>
    public Ratio Modelled => (Step is { } tokens ? DevicePower.Busy(tokens) : HasContext ? DevicePower.Idle : DevicePower.Unused) / Share;
}

/// <summary>Fits the power of a device (W1) on rows of <c>measured_2026_11/*/power.csv</c>; both cards are rated at 700 W.</summary>
internal static class PowerFit
{
    private const double RatedWatts = 700;

    private static readonly string[] Cards = ["h100", "h100_mixed", "h200"];

    private static readonly string[] Columns =
    [
        "what", "fmt", "batch", "context", "seconds", "runs", "tokens", "joules", "watts", "watts_sampled", "sm_mhz", "celsius", "throttle", "joules_per_token", "tflops", "how",
    ];

    /// <summary>The states measured; copies within memory are left out, since no step writes as much as it reads.</summary>
    /// <param name="data">The folder of kernel tables.</param>
    public static IReadOnlyList<PowerState> States(string data) =>
    [
        .. from card in Cards
           let path = Path.Combine(data, "measured_2026_11", card, "power.csv")
           from row in new CsvTable(path, File.ReadAllText(path), new Problems()).Rows(Columns, [])
           where row.Text("what") != "copy"
           select new PowerState(
               $"{card} {row.Text("what")} {row.Text("fmt")}",
               $"{row.Text("batch")}x{row.Text("context")}",
               StepOf(row),
               row.Text("what") != "idle, no context",
               Ratio.FromValue(Number(row, "watts") / RatedWatts),
               TokensPerSecond.FromPerSecond(Number(row, "tokens") / Number(row, "seconds"))),
    ];

    /// <summary>
    /// Decoding at some sequences as part of what the largest batch of its series serves: the power by W2 / the power measured. One sequence that decodes all the
    /// time is left out: requests at random that keep one in flight on the mean leave a device idle for a third of the time.
    /// </summary>
    public static IReadOnlyList<(string Name, Ratio Modelled)> InPart(IEnumerable<PowerState> states) =>
    [
        .. from series in states.Where(state => state.Series.Contains("decode", StringComparison.Ordinal)).GroupBy(state => state.Series, StringComparer.Ordinal)
           where series.Any(state => state.Step!.Value.Count == 1)
           let full = series.MaxBy(state => state.Step!.Value)!
           let growth = full.Step!.Value.Count * series.First(state => state.Step!.Value.Count == 1).Rate.PerSecond / full.Rate.PerSecond
           let device = new MachinePower(
               Watts.FromWatts(RatedWatts), default, 1, 1, [new(full.Step!.Value, full.Step!.Value, Ratio.FromValue(growth))])
           from state in series.Where(state => state.Step!.Value.Count > 1)
           select (state.Name, Ratio.FromValue(device.OfDevices([state.Rate / full.Rate]).Count / (RatedWatts * state.Share.Value))),
    ];

    /// <summary>One token's share, the full share and the tokens half way: least squares of the logarithm over the states that compute.</summary>
    public static IReadOnlyList<double> Busy(IEnumerable<PowerState> states)
    {
        var busy = states.Where(state => state.Step is not null).ToList();
        return PatternSearch.Minimize(
            [new(0.6, 0.2, 1), new(1, 0.5, 1.2), new(30, 1, 1000)],
            at => busy.Sum(state => Math.Pow(Math.Log(
                DevicePower.Busy(state.Step!.Value, Ratio.FromValue(at[0]), Ratio.FromValue(at[1]), Tokens.FromCount(at[2])).Value / state.Share.Value), 2)),
            lastStep: 1e-6);
    }

    /// <summary>The mean share without steps.</summary>
    public static double Still(IEnumerable<PowerState> states, bool hasContext) =>
        states.Where(state => state.Step is null && state.HasContext == hasContext).Average(state => state.Share.Value);

    /// <summary>Prints the constants and each state beside W1 with those of the program.</summary>
    public static void Report(IReadOnlyList<PowerState> states, TextWriter output)
    {
        var busy = Busy(states);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"unused {Still(states, false):0.000}, idle {Still(states, true):0.000}, one token {busy[0]:0.000}, full {busy[1]:0.000}, half way {busy[2]:0.0} tokens"));
        foreach (var state in states)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{state.Name}: {state.Share.Value:0.000} of rated, W1 / measured {state.Modelled.Value:0.000}"));
        }

        foreach (var (name, modelled) in InPart(states))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} as part of the largest batch: W2 / measured {modelled.Value:0.000}"));
        }
    }

    private static Tokens? StepOf(CsvRow row) => row.Text("what") switch
    {
        "decode" => Tokens.FromCount(Number(row, "batch")),
        "prefill" or "multiply" => Tokens.FromCount(Number(row, "context")),
        "mixed + 512" => Tokens.FromCount(Number(row, "batch") + 512),
        _ => null,
    };

    private static double Number(CsvRow row, string column) => double.Parse(row.Text(column), CultureInfo.InvariantCulture);
}
