namespace Mtok.Tracking;

/// <summary>
/// A body of Prometheus' remote-write (1.0): a snappy block with a protobuf message of series with samples. Its labels hold the sender's external ones,
/// which the API's answers lack.
/// </summary>
internal static class RemoteWrite
{
    private const int Series = 1;
    private const int SeriesLabel = 1;
    private const int SeriesSample = 2;

    public static Source Source { get; } = new("Prometheus remote-write", Fits, Read);

    /// <summary>Whether the first series of the block begins with a label.</summary>
    private static bool Fits(SourceFile file)
    {
        if (file.Head.Length < 8 || SnappyBlock.Decompress(file.Head.Span, isPart: !file.IsWhole) is not { Length: > 0 } body)
        {
            return false;
        }

        var at = 1;
        return body[0] == (Series << 3 | 2) && ProtoReader.Varint(body, ref at) is > 0 && at < body.Length && body[at] == (SeriesLabel << 3 | 2);
    }

    private static void Read(SourceFile file, IReadings readings, Problems problems)
    {
        var where = new Location(file.Path, 0, 0);
        using var stream = file.Open();
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        if (SnappyBlock.Decompress(whole.GetBuffer().AsSpan(0, (int)whole.Length), isPart: false) is not { } bytes || Names(bytes) is not { } names)
        {
            problems.Error(where, "remote-write", "the body is cut off or damaged");
            return;
        }

        var body = new Body(new(readings), readings, names.Contains, where);
        for (var message = new ProtoReader(bytes); message.Next();)
        {
            if (message.Is(Series))
            {
                body.ReadSeries(message.Bytes);
            }
        }
    }

    /// <summary>What the series of a body are put into.</summary>
    private sealed record Body(MetricReadings Metrics, IReadings Readings, Predicate<string> IsBeside, Location Where)
    {
        public void ReadSeries(ReadOnlySpan<byte> content)
        {
            var labels = LabelsOf(content);
            var series = MetricSeries.Of(NameIn(labels), new(labels), IsBeside);
            for (var fields = new ProtoReader(content); fields.Next();)
            {
                if (fields.Is(SeriesSample))
                {
                    AddSample(series, fields.Bytes);
                }
            }
        }

        private void AddSample(MetricSeries series, ReadOnlySpan<byte> sample)
        {
            var (value, milliseconds) = SampleOf(sample);
            if (Moments.OfUnixMilliseconds(milliseconds) is { } at)
            {
                Metrics.Add(series, Where, at, value);
            }
            else
            {
                Readings.LeaveOut("no such time", Where);
            }
        }
    }

    private static string NameIn(List<KeyValuePair<string, string>> labels) => labels.Find(label => label.Key == "__name__").Value ?? "";

    private static List<KeyValuePair<string, string>> LabelsOf(ReadOnlySpan<byte> series)
    {
        var labels = new List<KeyValuePair<string, string>>();
        for (var fields = new ProtoReader(series); fields.Next();)
        {
            if (fields.Is(SeriesLabel))
            {
                labels.Add(LabelOf(fields.Bytes));
            }
        }

        return labels;
    }

    private static KeyValuePair<string, string> LabelOf(ReadOnlySpan<byte> label)
    {
        var name = "";
        var value = "";
        for (var fields = new ProtoReader(label); fields.Next();)
        {
            name = fields.Is(1) ? fields.Text : name;
            value = fields.Is(2) ? fields.Text : value;
        }

        return new(name, value);
    }

    private static (double Value, long Milliseconds) SampleOf(ReadOnlySpan<byte> sample)
    {
        var value = 0.0;
        var milliseconds = 0L;
        for (var fields = new ProtoReader(sample); fields.Next();)
        {
            value = fields.Field == 1 ? fields.Double : value;
            milliseconds = fields.Field == 2 ? (long)fields.Bits : milliseconds;
        }

        return (value, milliseconds);
    }

    /// <summary>The names of all series; null where any part of the message is broken, so that nothing of half a message counts.</summary>
    private static HashSet<string>? Names(ReadOnlySpan<byte> body)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            for (var message = new ProtoReader(body); message.Next();)
            {
                if (message.Is(Series))
                {
                    names.Add(NameIn(LabelsOf(message.Bytes)));
                    ReadSamples(message.Bytes);
                }
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return names;
    }

    private static void ReadSamples(ReadOnlySpan<byte> series)
    {
        for (var fields = new ProtoReader(series); fields.Next();)
        {
            if (fields.Is(SeriesSample))
            {
                SampleOf(fields.Bytes);
            }
        }
    }
}
