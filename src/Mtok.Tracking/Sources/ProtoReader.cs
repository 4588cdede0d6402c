using System.Buffers.Binary;
using System.Text;

namespace Mtok.Tracking;

/// <summary>How a field of a protobuf message is written.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>Reads the fields of one protobuf message in order; throws <see cref="InvalidDataException"/> where it is damaged.</summary>
internal ref struct ProtoReader
{
    private readonly ReadOnlySpan<byte> _message;
    private int _at;

    public ProtoReader(ReadOnlySpan<byte> message)
    {
        _message = message;
    }

    /// <summary>The number of the field just read.</summary>
    public int Field { get; private set; }

    /// <summary>How it is written.</summary>
    public ProtoWire Wire { get; private set; }

    /// <summary>The value of a field that is a number: varint or fixed, as bits.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The value of a field of bytes: text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The number as a double.</summary>
    public readonly double Double => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>The bytes as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Reads the next field; false at the end.</summary>
    public bool Next()
    {
        if (_at == _message.Length)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        Wire = (ProtoWire)(tag & 7);
        Bits = 0;
        Bytes = default;
        switch (Wire)
        {
            case ProtoWire.Varint:
                Bits = Varint();
                break;
            case ProtoWire.Fixed64:
                Bits = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case ProtoWire.Fixed32:
                Bits = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            case ProtoWire.Bytes:
                Bytes = Take(Varint());
                break;
            default:
                throw Broken("a field of an unknown kind");
        }

        return Field > 0 ? true : throw Broken("a field without a number");
    }

    /// <summary>Whether this is a message, or text, of the field given.</summary>
    public readonly bool Is(int field) => Field == field && Wire == ProtoWire.Bytes;

    /// <summary>A number of variable length; null where it is cut off or of more than ten bytes.</summary>
    public static ulong? Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70 && at < bytes.Length; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        return null;
    }

    private ulong Varint() => Varint(_message, ref _at) ?? throw Broken("a number that is cut off or of more than ten bytes");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_message.Length - _at))
        {
            throw Broken("it ends inside a field");
        }

        var taken = _message.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private readonly InvalidDataException Broken(string what) => new($"{what}, at byte {_at} of a message of {_message.Length}");
}
