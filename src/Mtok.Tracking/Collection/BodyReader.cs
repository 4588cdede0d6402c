using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Mtok.Tracking;

/// <summary>Reads bodies; from any thread.</summary>
/// <param name="limits">How large a body may be.</param>
/// <param name="clock">The time of scrapes that give none.</param>
internal sealed class BodyReader(CollectorLimits limits, TimeProvider clock)
{
    /// <summary>Spans that hold calls, kept for those whose children come in a body before theirs.</summary>
    private const int Holders = 500_000;

    /// <summary>Problems that a sender gets to see of a body.</summary>
    private const int Shown = 20;

    private readonly SpanHolders _holders = new(Holders);

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="problems">Where to report that it is damaged, too large or of another format.</param>
    /// <returns>What it states; null where there are problems.</returns>
    public ReadBody? Read(CollectedBody body, Problems problems)
    {
        if (Unpacked(body, problems) is not { } bytes)
        {
            return null;
        }

        var readings = new CollectedReadings();
        var source = ReadInto(readings, body, bytes, problems);
        if (source is null || problems.HasErrors)
        {
            return null;
        }

        var root = readings.NeedsRoot ? CollectedReadings.RootOf(bytes.Span) : "";
        return new(source, body.Mark?.Read ?? root, readings.All, readings.TakeLeftOut(), readings.TakeWarnings(), body.Mark);
    }

    private string? ReadInto(CollectedReadings readings, CollectedBody body, ReadOnlyMemory<byte> bytes, Problems problems) => body.Kind switch
    {
        BodyKind.OtlpProto => ReadProto(bytes, body.Sender, readings, problems),
        BodyKind.RemoteWrite => ReadWhole(RemoteWrite.Source, FileOf(body, bytes), readings, problems),
        BodyKind.OtlpJson => ReadWhole(OtlpExports.JsonWith(_holders), FileOf(body, bytes), readings, problems),
        BodyKind.Scrape => ReadRows(PrometheusText.Stamped(StampOf(body)), FileOf(body, bytes), readings, problems),
        BodyKind.PrometheusAnswer => ReadRows(PrometheusAnswer.Source, FileOf(body, bytes), readings, problems),
        _ => ReadLog(FileOf(body, bytes), body, readings, problems),
    };

    private string ReadProto(ReadOnlyMemory<byte> bytes, string sender, CollectedReadings readings, Problems problems)
    {
        var where = new Location(sender, 0, 0);
        try
        {
            if (bytes.Length > 0 && !OtlpProto.Fits(bytes.Span, isWhole: true))
            {
                throw new InvalidDataException("it is no export request of traces, metrics or logs");
            }

            OtlpExports.Add(OtlpProto.Read(bytes.Span), new(readings, _holders), where, readings);
        }
        catch (InvalidDataException exception)
        {
            problems.Error(where, "broken-protobuf", "a damaged export: " + exception.Message);
        }

        return OtlpExports.Proto.Name;
    }

    /// <summary>A format whose bodies are sound as a whole or not at all.</summary>
    private static string? ReadWhole(Source source, SourceFile file, CollectedReadings readings, Problems problems)
    {
        if (file.Head.Length > 0 && !source.Fits(file))
        {
            problems.Error(file.At(0), "unknown-format", $"it is not {source.Name}");
            return null;
        }

        if (file.Head.Length > 0)
        {
            source.Read(file, readings, problems);
        }

        return source.Name;
    }

    /// <summary>A format whose damaged rows are left out; a body of nothing else is refused.</summary>
    private static string? ReadRows(Source source, SourceFile file, CollectedReadings readings, Problems problems, bool isFollowed = false)
    {
        if (file.Head.Length > 0 && !source.Fits(file))
        {
            problems.Error(file.At(0), "unknown-format", $"it is not {source.Name}");
            return null;
        }

        var found = new Problems();
        source.Read(file, readings, found);
        if (readings.All.Count == 0 && found.HasErrors && !isFollowed)
        {
            foreach (var problem in found.All.Take(Shown))
            {
                problems.Error(problem.Where, problem.Rule, problem.Message);
            }

            return null;
        }

        foreach (var problem in found.All)
        {
            readings.LeaveOut($"damaged ({problem.Rule})", problem.Where);
        }

        return source.Name;
    }

    private static string? ReadLog(SourceFile file, CollectedBody body, CollectedReadings readings, Problems problems)
    {
        var named = body.Columns is { } columns ? UsageLog.Reading(columns) : null;
        if ((named?.Fits(file) is true ? named : UsageSources.Logs.FirstOrDefault(log => log.Fits(file))) is { } source)
        {
            return ReadRows(source, file, readings, problems, isFollowed: body.Mark is not null);
        }

        if (body.Mark is not null)
        {
            file.Lines().ToList().ForEach(line => readings.LeaveOut("a line of no known format", line.Where));
            return UsageLog.Source.Name;
        }

        problems.Error(file.At(0), "unknown-format", "no known format of a usage log");
        return null;
    }

    private ScrapeStamp StampOf(CollectedBody body)
    {
        var labels = body.Labels.Where(label => label.Key != "instance");
        return new(body.At ?? clock.GetUtcNow(), body.Target is { } target ? [new("instance", target), .. labels] : [.. labels]);
    }

    private static SourceFile FileOf(CollectedBody body, ReadOnlyMemory<byte> bytes) =>
        new(body.Sender, () => MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false));

    /// <summary>The bytes without their gzip; null where they are too many (reported), however small the gzip.</summary>
    private ReadOnlyMemory<byte>? Unpacked(CollectedBody body, Problems problems)
    {
        var where = new Location(body.Sender, 0, 0);
        try
        {
            var bytes = IsZipped(body.Bytes.Span) ? Unzipped(body.Bytes) : body.Bytes;
            if (bytes.Length <= limits.Body.Count && !IsZipped(bytes.Span) && !(body.Kind == BodyKind.RemoteWrite && IsLargeBlock(bytes.Span)))
            {
                return bytes;
            }

            problems.Error(where, "too-large", $"a body has at most {limits.Body} unpacked");
        }
        catch (InvalidDataException exception)
        {
            problems.Error(where, "broken-gzip", "the gzip is damaged: " + exception.Message);
        }

        return null;
    }

    private bool IsLargeBlock(ReadOnlySpan<byte> block)
    {
        var at = 0;
        return ProtoReader.Varint(block, ref at) is { } length && length > (ulong)limits.Body.Count;
    }

    private byte[] Unzipped(ReadOnlyMemory<byte> bytes)
    {
        using var zipped = new GZipStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress);
        using var all = new MemoryStream();
        var part = new byte[1 << 16];
        while (all.Length <= limits.Body.Count && zipped.Read(part) is > 0 and var read)
        {
            all.Write(part, 0, read);
        }

        return all.ToArray();
    }

    private static bool IsZipped(ReadOnlySpan<byte> bytes) => bytes is [0x1F, 0x8B, ..];
}
