using System.Globalization;
using System.Text;

namespace Mtok.Fitting;

/// <summary>A readable report of a device's constants and errors.</summary>
internal static class FitReport
{
    public static string Of(FittedDevice device)
    {
        var text = new StringBuilder();
        Line(text, $"{device.AcceleratorId}  ({device.Source})");
        foreach (var (kernel, fit) in device.Multiplies)
        {
            Multiply(text, $"multiply {kernel}", fit);
        }

        foreach (var (format, fit) in device.Grouped)
        {
            Multiply(text, $"grouped multiply {format}", fit);
        }

        foreach (var (format, fit) in device.Decode)
        {
            Add(text, $"decode attention {format}", fit);
        }

        if (device.Prompt is var (law, error))
        {
            Line(text, $"  prompt attention: {law.Launch.Milliseconds * 1000:0.#} us, share {law.Share.Value:0.##}, half length {law.HalfLength.Count:0}; median {error:0.0%}");
        }

        foreach (var (count, fit) in device.AllReduces)
        {
            Add(text, $"all-reduce over {count} (GB/s)", fit);
        }

        return text.ToString();
    }

    private static void Multiply(StringBuilder text, string name, MultiplyFit fit)
    {
        var law = fit.Law;
        var tiles = string.Concat(law.Tiles.Select(tile => string.Create(CultureInfo.InvariantCulture, $", to {tile.Tokens} {tile.Arithmetic.Value:0.##}")));
        Line(text, $"  {name}: {law.Launch.Milliseconds * 1000:0.#} us, read {law.Read.Value:0.##}, arithmetic {law.Arithmetic.Value:0.##} (sustained {law.Sustained.Value:0.##}{tiles}), p {law.Power.Value:0.#}; held out |ln| median {fit.HeldOut:0.000}, P90 {fit.Worst:0.000} of {fit.Count}");
    }

    private static void Add(StringBuilder text, string name, Fit fit)
    {
        var shares = string.Join(" ", fit.Constants.Skip(1).Select(Digits.Write));
        Line(text, $"  {name}: fixed {Digits.Write(fit.Constants[0])} us, {shares}; fitted {Describe(fit.Fitted)}; held out {Describe(fit.HeldOut)}");
    }

    private static string Describe(Errors errors) =>
        string.Create(CultureInfo.InvariantCulture, $"median {errors.Median:0.0%}, P90 {errors.P90:0.0%} of {errors.Count}");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
