using System.Text;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>Reads JSON of any size forward, a token at a time; in memory is one buffer, as long as the longest text in it.</summary>
internal sealed class JsonTokens(Stream stream)
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];
    private byte[] _buffer = new byte[64 * 1024];
    private int _begin;
    private int _end;
    private bool _isLast;
    private bool _isStarted;
    private JsonReaderState _state;
    private int _valueAt;
    private int _valueLength;
    private bool _isEscaped;

    /// <summary>The kind of the token at hand.</summary>
    public JsonTokenType Type { get; private set; }

    /// <summary>How deeply it is nested.</summary>
    public int Depth { get; private set; }

    /// <summary>The line on which it ends, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The token as written: a number's digits, a text without its quotes.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_valueAt, _valueLength);

    /// <summary>The token as text.</summary>
    /// <exception cref="JsonException">It is no valid text.</exception>
    public string Text
    {
        get
        {
            if (!_isEscaped)
            {
                return Encoding.UTF8.GetString(Raw);
            }

            try
            {
                byte[] quoted = [(byte)'"', .. Raw, (byte)'"'];
                var reader = new Utf8JsonReader(quoted);
                reader.Read();
                return reader.GetString() ?? "";
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException(exception.Message, exception);
            }
        }
    }

    /// <summary>Goes to the next token; false at the end.</summary>
    /// <exception cref="JsonException">What stands there is no JSON.</exception>
    public bool Read()
    {
        Start();
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_begin, _end - _begin), _isLast, _state);
            if (reader.Read())
            {
                Take(ref reader);
                return true;
            }

            _state = reader.CurrentState;
            Consume((int)reader.BytesConsumed);
            if (_isLast)
            {
                return false;
            }

            Fill();
        }
    }

    /// <summary>Goes past the value at hand, with all that is in it.</summary>
    public void Skip()
    {
        if (Type is JsonTokenType.PropertyName)
        {
            Read();
        }

        var depth = Depth;
        if (Type is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (Read() && Depth > depth)
            {
            }
        }
    }

    private void Start()
    {
        if (!_isStarted)
        {
            _isStarted = true;
            Fill();
            _begin = _buffer.AsSpan(0, _end).StartsWith(Mark) ? Mark.Length : 0;
        }
    }

    private void Take(ref Utf8JsonReader reader)
    {
        Type = reader.TokenType;
        Depth = reader.CurrentDepth;
        var isText = Type is JsonTokenType.String or JsonTokenType.PropertyName;
        _valueAt = _begin + (int)reader.TokenStartIndex + (isText ? 1 : 0);
        _valueLength = reader.ValueSpan.Length;
        _isEscaped = isText && reader.ValueIsEscaped;
        _state = reader.CurrentState;
        Consume((int)reader.BytesConsumed);
    }

    private void Consume(int count)
    {
        Line += _buffer.AsSpan(_begin, count).Count((byte)'\n');
        _begin += count;
    }

    /// <summary>Reads on; a token longer than the buffer doubles it.</summary>
    private void Fill()
    {
        if (_begin == 0 && _end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
        _end -= _begin;
        _begin = 0;
        var free = _buffer.AsSpan(_end);
        var read = stream.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
        _end += read;
        _isLast = read < free.Length;
    }
}
