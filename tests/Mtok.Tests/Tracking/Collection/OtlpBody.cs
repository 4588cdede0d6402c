using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Mtok.Tests;

/// <summary>Export requests of spans, as the protobuf that a client sends.</summary>
internal static class OtlpBody
{
    /// <summary>A request of one service.</summary>
    public static byte[] Of(string service, IEnumerable<Call> calls) =>
        Field(1, [.. Field(1, Attribute(1, "service.name", service)), .. Field(2, Scope(calls))]);

    private static byte[] Scope(IEnumerable<Call> calls) => [.. Field(1, Field(1, "made.up")), .. calls.SelectMany(call => Field(2, Span(call)))];

    private static byte[] Span(Call call) =>
        [
            .. Field(1, Id(call.Trace, 16)),
            .. Field(2, Id(call.Span, 8)),
            .. call.Parent is { } parent ? Field(4, Id(parent, 8)) : [],
            .. Field(5, "chat"),
            .. Fixed(7, (call.At.UtcTicks - DateTime.UnixEpoch.Ticks) * 100),
            .. Attribute(9, "gen_ai.operation.name", "chat"),
            .. Attribute(9, "gen_ai.request.model", call.Model),
            .. Attribute(9, "team", call.Team),
            .. Attribute(9, "gen_ai.usage.input_tokens", call.Input),
            .. Attribute(9, "gen_ai.usage.output_tokens", call.Output),
        ];

    private static byte[] Attribute(int field, string key, string value) => Field(field, [.. Field(1, key), .. Field(2, Field(1, value))]);

    private static byte[] Attribute(int field, string key, long value) => Field(field, [.. Field(1, key), .. Field(2, [0x18, .. Varint((ulong)value)])]);

    private static byte[] Field(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] bytes) => [.. Varint((ulong)((field << 3) | 2)), .. Varint((ulong)bytes.Length), .. bytes];

    private static byte[] Fixed(int field, long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return [.. Varint((ulong)((field << 3) | 1)), .. bytes];
    }

    private static byte[] Id(long id, int length)
    {
        var bytes = new byte[length];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(length - 8), id);
        return bytes;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    /// <summary>A call of a model.</summary>
    public sealed record Call(
        long Trace, long Span, DateTimeOffset At, string Model = "m", string Team = "t", long Input = 100, long Output = 10, long? Parent = null)
    {
        /// <summary>The same call as a line of JSON.</summary>
        public string Line => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"request_id":"{{Trace:x32}}/{{Span:x16}}","time":"{{At:yyyy-MM-dd'T'HH:mm:ss'Z'}}","model":"{{Model}}","team":"{{Team}}","""
                + $$"""
                "input_tokens":{{Input}},"output_tokens":{{Output}}}
                """);
    }
}
