using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>
/// An answer of Prometheus' HTTP API: raw samples (<c>x[5m]</c>, <c>query_range</c>) count. Values that <c>increase</c> or <c>rate</c> computed are
/// extrapolated, and cannot be distinguished from raw ones but by their lost name or their fractions, so these are left
/// out. Read forward: nothing but the series
/// at hand is in memory.
/// </summary>
internal static class PrometheusAnswer
{
    private const string Computed = "computed by increase or rate: send raw samples";

    public static Source Source { get; } = new("Prometheus API answer", Fits, Read);

    private static bool Fits(SourceFile file)
    {
        try
        {
            return IsAnswer(new(new MemoryStream(file.Head.ToArray())));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the first properties are a status of Prometheus and what belongs to it.</summary>
    private static bool IsAnswer(JsonTokens json)
    {
        var isStatus = false;
        if (!json.Read() || json.Type != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.Type == JsonTokenType.PropertyName)
        {
            var name = json.Text;
            if (isStatus && name is "data" or "errorType")
            {
                return true;
            }

            json.Read();
            isStatus |= name == "status" && json.Type == JsonTokenType.String && json.Text is "success" or "error";
            json.Skip();
        }

        return false;
    }

    private static void Read(SourceFile file, IReadings readings, Problems problems)
    {
        using var stream = file.Open();
        var json = new JsonTokens(stream);
        try
        {
            new Answer(file, json, readings).Read();
        }
        catch (JsonException exception)
        {
            problems.Error(file.At(json.Line), "json", $"not JSON: {exception.Message}");
        }
    }

    private sealed class Answer(SourceFile file, JsonTokens json, IReadings readings)
    {
        private readonly MetricReadings _metrics = new(readings);
        private readonly Lazy<HashSet<string>> _names = new(() => NamesIn(file));

        private Location? _here;

        private Location Here => _here is { } here && here.Line == json.Line ? here : _here = file.At(json.Line);

        public void Read()
        {
            json.Read();
            var type = "";
            var message = "";
            while (json.Read() && json.Type == JsonTokenType.PropertyName)
            {
                var name = json.Text;
                json.Read();
                switch (name)
                {
                    case "data":
                        ReadData();
                        break;
                    case "errorType":
                        type = json.Text;
                        break;
                    case "error":
                        message = json.Text;
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }

            if (type.Length > 0 || message.Length > 0)
            {
                readings.LeaveOut("an error instead of samples", file.At(1));
                readings.Warn(file.At(1), $"Prometheus answered with an error instead of samples: {message} ({type})");
            }
        }

        private void ReadData()
        {
            if (json.Type == JsonTokenType.StartArray)
            {
                LeaveOutEach("a list of series or labels: no samples");
                return;
            }

            if (json.Type != JsonTokenType.StartObject)
            {
                json.Skip();
                return;
            }

            while (json.Read() && json.Type == JsonTokenType.PropertyName)
            {
                var name = json.Text;
                json.Read();
                switch (name)
                {
                    case "result" when json.Type == JsonTokenType.StartArray:
                        ReadResult();
                        break;
                    case "resultType" or "stats" or "result":
                        json.Skip();
                        break;
                    case "activeTargets" or "droppedTargets":
                        LeaveOutEach("targets: no samples");
                        break;
                    case "groups" or "alerts":
                        LeaveOutEach("rules: no samples");
                        break;
                    default:
                        readings.LeaveOut("metadata: no samples", Here);
                        json.Skip();
                        break;
                }
            }
        }

        private void LeaveOutEach(string reason)
        {
            var depth = json.Depth;
            var isList = json.Type == JsonTokenType.StartArray;
            while (isList && json.Read() && json.Depth > depth)
            {
                readings.LeaveOut(reason, Here);
                json.Skip();
            }

            json.Skip();
        }

        /// <summary>Series with samples; a scalar has none.</summary>
        private void ReadResult()
        {
            var depth = json.Depth;
            while (json.Read() && json.Depth > depth)
            {
                if (json.Type == JsonTokenType.StartObject)
                {
                    ReadSeries();
                }
                else
                {
                    readings.LeaveOut("a single number: no samples", Here);
                    json.Skip();
                }
            }
        }

        private void ReadSeries()
        {
            var series = SeriesOf("", []);
            while (json.Read() && json.Type == JsonTokenType.PropertyName)
            {
                var name = json.Text;
                json.Read();
                switch (name)
                {
                    case "metric" when json.Type == JsonTokenType.StartObject:
                        series = ReadMetric();
                        break;
                    case "value" when json.Type == JsonTokenType.StartArray:
                        ReadSample(series);
                        break;
                    case "values" when json.Type == JsonTokenType.StartArray:
                        ReadSamples(series);
                        break;
                    case "histogram" or "histograms":
                        readings.LeaveOut("native histogram", Here);
                        json.Skip();
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }
        }

        private AnsweredSeries ReadMetric()
        {
            var name = "";
            var labels = new List<KeyValuePair<string, string>>();
            while (json.Read() && json.Type == JsonTokenType.PropertyName)
            {
                var label = json.Text;
                json.Read();
                if (json.Type != JsonTokenType.String)
                {
                    json.Skip();
                }
                else if (label == "__name__")
                {
                    name = json.Text;
                }
                else
                {
                    labels.Add(new(label, json.Text));
                }
            }

            return SeriesOf(name, labels);
        }

        private AnsweredSeries SeriesOf(string name, List<KeyValuePair<string, string>> labels) =>
            new(name.Length > 0, MetricSeries.Of(name, new(labels), beside => _names.Value.Contains(beside)));

        private void ReadSamples(AnsweredSeries series)
        {
            var depth = json.Depth;
            while (json.Read() && json.Depth > depth)
            {
                if (json.Type == JsonTokenType.StartArray)
                {
                    ReadSample(series);
                }
                else
                {
                    readings.LeaveOut("not a sample", Here);
                    json.Skip();
                }
            }
        }

        /// <summary>A pair of time and value: <c>[1795762786.970, "6463"]</c>.</summary>
        private void ReadSample(AnsweredSeries series)
        {
            var depth = json.Depth;
            double? time = null;
            double? value = null;
            var count = 0;
            while (json.Read() && json.Depth > depth)
            {
                count++;
                if (json.Type == JsonTokenType.Number && count == 1)
                {
                    time = Number(json.Raw);
                }
                else if (json.Type is JsonTokenType.String && count == 2)
                {
                    value = Number(json.Raw);
                }
                else
                {
                    json.Skip();
                }
            }

            AddSample(series, time is { } seconds ? Moments.OfUnixSeconds(seconds) : null, value);
        }

        private void AddSample(AnsweredSeries series, DateTimeOffset? at, double? value)
        {
            if (at is null || value is not { } number)
            {
                readings.LeaveOut("not a sample", Here);
            }
            else if (!series.IsNamed || (series.Series.IsWhole && number > Math.Floor(number)))
            {
                readings.LeaveOut(Computed, Here);
            }
            else
            {
                _metrics.Add(series.Series, Here, at, number);
            }
        }

        private static double? Number(ReadOnlySpan<byte> text) =>
            Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length ? number
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
            : text.SequenceEqual("+Inf"u8) ? double.PositiveInfinity
            : null;
    }

    /// <summary>The names of all series: read only where a name alone does not say whose it is.</summary>
    private static HashSet<string> NamesIn(SourceFile file)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var stream = file.Open();
        var json = new JsonTokens(stream);
        try
        {
            while (json.Read())
            {
                if (json.Type == JsonTokenType.PropertyName && json.Raw.SequenceEqual("__name__"u8) && json.Read() && json.Type == JsonTokenType.String)
                {
                    names.Add(json.Text);
                }
            }
        }
        catch (JsonException)
        {
            // The reading itself says what is wrong with the file.
        }

        return names;
    }

    /// <summary>A series of an answer.</summary>
    /// <param name="IsNamed">Whether it still has its name, which every computation takes away.</param>
    /// <param name="Series">What its samples mean.</param>
    private sealed record AnsweredSeries(bool IsNamed, MetricSeries Series);
}
