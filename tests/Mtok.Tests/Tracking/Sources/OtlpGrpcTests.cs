using System.Buffers.Binary;
using System.IO.Compression;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Real exports of the .NET SDK in the frames that gRPC puts around them.</summary>
public sealed class OtlpGrpcTests
{
    private static readonly string[] Exports = ["meai-10.11_traces", "meai-10.11_metrics_cumulative_1", "meai-10.11_metrics_cumulative_2"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_of_a_capture_give_the_readings_of_their_exports_compressed_or_not(bool isZipped)
    {
        var read = ReadUsage.Bytes([.. Exports.SelectMany(name => Frame(Export(name), isZipped))]);
        Assert.Equal("OTLP gRPC", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        Assert.Equal(Unplaced(Exports.SelectMany(name => ReadUsage.Bytes(Export(name)).All)), Unplaced(read.All));
        Assert.Contains(read.All, reading => reading is Usage);
        Assert.Contains(read.All, reading => reading is CounterPoint);
    }

    [Fact]
    public void An_empty_message_before_the_first_is_passed_over() =>
        Assert.Equal("OTLP gRPC", ReadUsage.Bytes([.. Frame([], false), .. Frame(Export(Exports[0]), false)]).Source!.Name);

    [Fact]
    public void A_capture_that_is_cut_off_gives_its_whole_messages_and_says_so()
    {
        byte[] whole = Frame(Export(Exports[0]), false);
        var read = ReadUsage.Bytes([.. whole, .. Frame(Export(Exports[1]), true)[..^1]]);
        Assert.Equal(ReadUsage.Bytes(whole).All.Count, read.All.Count);
        Assert.Equal("made-up: error: message 2 is cut off or damaged [broken-grpc]", Assert.Single(read.Problems.All).ToString());
    }

    [Fact]
    public void A_message_that_does_not_unpack_or_is_no_export_is_an_error_and_the_next_is_read()
    {
        byte[] export = Export(Exports[0]);
        var read = ReadUsage.Bytes([.. Frame(export, false), 1, 0, 0, 0, 3, 9, 9, 9, .. Frame([0x0A, 0x7F], false), .. Frame(Export(Exports[1]), false)]);
        Assert.Equal(ReadUsage.Bytes(export).All.Count + ReadUsage.Bytes(Export(Exports[1])).All.Count, read.All.Count);
        Assert.Equal(["message 2", "message 3"], read.Problems.All.Select(problem => problem.Message[..9]));
    }

    [Fact]
    public void A_capture_larger_than_the_beginning_of_a_file_is_recognised_and_read_message_by_message()
    {
        var frame = Frame(Export(Exports[0]), false);
        var read = ReadUsage.Bytes([.. Enumerable.Repeat(frame, (200_000 / frame.Length) + 1).SelectMany(bytes => bytes)]);
        Assert.Equal("OTLP gRPC", read.Source!.Name);
        Assert.Equal(ReadUsage.Bytes(frame).Sum.Output, read.Sum.Output);
        Assert.Equal(ReadUsage.Bytes(frame).All.Count * ((200_000 / frame.Length) + 1), read.All.Count);
    }

    [Fact]
    public void A_length_beyond_the_file_asks_for_no_memory()
    {
        var read = ReadUsage.Bytes([.. Frame(Export(Exports[0]), false), 0, 3, 0, 0, 0, 1]);
        Assert.Equal("message 2 is cut off or damaged", Assert.Single(read.Problems.All).Message);
    }

    private static List<string> Unplaced(IEnumerable<Reading> readings) => [.. readings.Select(reading => (reading with { Where = new("", 0, 0) }).ToString())];

    private static byte[] Export(string name)
    {
        var path = Path.Combine(ReadUsage.Shared, "otlp", name + ".otlp.pb");
        Assert.SkipUnless(File.Exists(path), "the shared data is not beside the clone");
        return File.ReadAllBytes(path);
    }

    /// <summary>A message as gRPC sends it.</summary>
    internal static byte[] Frame(byte[] message, bool isZipped)
    {
        var sent = isZipped ? Zipped(message) : message;
        var frame = new byte[5 + sent.Length];
        frame[0] = (byte)(isZipped ? 1 : 0);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)sent.Length);
        sent.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            zip.Write(bytes);
        }

        return packed.ToArray();
    }
}
