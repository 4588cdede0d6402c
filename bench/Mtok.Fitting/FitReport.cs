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
        foreach (var (precision, fit) in device.Gemm)
        {
            Add(text, $"gemm {precision}", fit);
        }

        foreach (var (precision, fit) in device.GemmApart)
        {
            Add(text, $"gemm {precision}, own constants", fit);
        }

        Add(text, "decode attention", device.Decode);
        if (device.Prefill is { } prefill)
        {
            Add(text, "prompt attention", prefill);
        }

        foreach (var (count, fit) in device.AllReduces)
        {
            Add(text, $"all-reduce over {count} (GB/s)", fit);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, Fit fit)
    {
        var shares = string.Join(" ", fit.Constants.Skip(1).Select(Digits.Write));
        Line(text, $"  {name}: fixed {Digits.Write(fit.Constants[0])} us, {shares}; fitted {Describe(fit.Fitted)}; held out {Describe(fit.HeldOut)}");
        foreach (var range in fit.Timings.GroupBy(timing => timing.Range).OrderBy(range => range.Key, StringComparer.Ordinal))
        {
            var errors = Errors.Of([.. range], fit.Constants);
            var bias = Math.Exp(range.Average(timing => Math.Log(timing.Predict(fit.Constants) / timing.Seconds))) - 1;
            Line(text, $"    {range.Key,-28} {Describe(errors)}, on average {bias:+0.0%;-0.0%}");
        }
    }

    private static string Describe(Errors errors) =>
        string.Create(CultureInfo.InvariantCulture, $"median {errors.Median:0.0%}, P90 {errors.P90:0.0%} of {errors.Count}");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
