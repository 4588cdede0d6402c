using System.Globalization;
using System.Text;

namespace Mtok.Server;

/// <summary>
/// Metrics as text, in Prometheus' own form or as OpenMetrics. Counters end in <c>_total</c> and every name holds in both forms; help is one line.
/// </summary>
/// <param name="isOpen">Whether it is OpenMetrics.</param>
internal sealed class Exposition(bool isOpen)
{
    /// <summary>The content type of Prometheus' own form.</summary>
    public const string Plain = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The content type of OpenMetrics.</summary>
    public const string Open = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private const string Total = "_total";
    private readonly StringBuilder _text = new();

    /// <summary>A counter; its name ends in <c>_total</c>.</summary>
    public void Counter(string name, string help, IEnumerable<MetricValue> values)
    {
        Begin(isOpen ? name[..^Total.Length] : name, "counter", help);
        Add(name, values);
    }

    /// <summary>A value that goes up and down.</summary>
    public void Gauge(string name, string help, IEnumerable<MetricValue> values)
    {
        Begin(name, "gauge", help);
        Add(name, values);
    }

    /// <summary>One value without labels; left out where it is not known.</summary>
    public void Gauge(string name, string help, double? value) => Gauge(name, help, value is { } known ? [new(known)] : []);

    /// <summary>All of it.</summary>
    public string Write() => isOpen ? _text + "# EOF\n" : _text.ToString();

    private void Begin(string name, string type, string help) => _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private void Add(string name, IEnumerable<MetricValue> values)
    {
        foreach (var value in values)
        {
            _text.Append(name);
            if (value.Labels.Length > 0)
            {
                _text.Append('{').AppendJoin(',', value.Labels.Select(label => $"{label.Name}=\"{Escaped(label.Value)}\"")).Append('}');
            }

            _text.Append(CultureInfo.InvariantCulture, $" {value.Value:R}\n");
        }
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

/// <summary>A value with its labels.</summary>
/// <param name="Value">The value.</param>
/// <param name="Labels">The labels, in order.</param>
internal readonly record struct MetricValue(double Value, params (string Name, string Value)[] Labels);
