using System.Buffers.Binary;
using System.Text;

namespace Mtok.Tracking;

/// <summary>Reads the fields of a protobuf message, one after the other.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _at = 0;

    /// <summary>The number of the field at hand.</summary>
    public int Field { get; private set; }

    /// <summary>Its content, where it is a text, message or bytes.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Its 64 bits, where it is a number.</summary>
    public long Bits { get; private set; }

    /// <summary>Whether the bytes ended inside a field, or are no message.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The content as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Content);

    /// <summary>The number as a binary fraction.</summary>
    public readonly double Fraction => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Goes to the next field; false at the end, and where the message is broken.</summary>
    public bool Read()
    {
        if (_at >= _message.Length || IsBroken)
        {
            return false;
        }

        if (Varint(_message, ref _at) is not { } tag || tag >> 3 is 0 or > int.MaxValue)
        {
            return Break();
        }

        Field = (int)(tag >> 3);
        return (tag & 7) switch
        {
            0 => ReadVarint(),
            1 => ReadFixed(8),
            2 => ReadContent(),
            5 => ReadFixed(4),
            _ => Break(),
        };
    }

    /// <summary>A number of variable length; null where it is cut off or too long.</summary>
    public static ulong? Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var part = bytes[at++];
            number |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return number;
            }
        }

        return null;
    }

    private bool ReadVarint()
    {
        Bits = Varint(_message, ref _at) is { } number ? unchecked((long)number) : 0;
        return true;
    }

    private bool ReadFixed(int length)
    {
        if (_message.Length - _at < length)
        {
            return Break();
        }

        var bytes = _message.Slice(_at, length);
        Bits = length == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
        _at += length;
        return true;
    }

    private bool ReadContent()
    {
        if (Varint(_message, ref _at) is not { } length || length > (ulong)(_message.Length - _at))
        {
            return Break();
        }

        Content = _message.Slice(_at, (int)length);
        _at += (int)length;
        return true;
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }
}
