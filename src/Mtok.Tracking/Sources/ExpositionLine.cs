using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mtok.Tracking;

/// <summary>A sample line of the Prometheus text format or of OpenMetrics.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Labels">Its labels, in the order of the line.</param>
/// <param name="Value">The value.</param>
/// <param name="Time">The time as written, in seconds or milliseconds; null where there is none.</param>
internal sealed record ExpositionLine(string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value, double? Time)
{
    /// <summary>Reads a line; false with what is wrong and where.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out ExpositionLine? read, out string wrong, out int column)
    {
        var cursor = new Cursor(line);
        read = cursor.Read();
        wrong = cursor.Wrong;
        column = cursor.At + 1;
        return read is not null;
    }

    /// <summary>Reads forward through a line; stops at the first thing that is wrong.</summary>
    private sealed class Cursor(string line)
    {
        private readonly List<KeyValuePair<string, string>> _labels = [];

        public int At { get; private set; }

        public string Wrong { get; private set; } = "";

        public ExpositionLine? Read()
        {
            SkipBlanks();
            var name = Name();
            SkipBlanks();
            if (Is('{') && !ReadLabels(ref name))
            {
                return null;
            }

            if (name.Length == 0)
            {
                return Fail("a metric's name is missing");
            }

            SkipBlanks();
            if (Number() is not { } value)
            {
                return Fail("no value");
            }

            SkipBlanks();
            return ReadTime(name, value);
        }

        private ExpositionLine? ReadTime(string name, double value)
        {
            if (At == line.Length || Is('#'))
            {
                return new(name, _labels, value, null);
            }

            if (Number() is not { } time)
            {
                return Fail("no time after the value");
            }

            SkipBlanks();
            return At == line.Length || Is('#') ? new(name, _labels, value, time) : Fail("text after the time");
        }

        /// <summary>The labels; the metric's name may stand among them: quoted without a value (UTF-8 names), or as <c>__name__</c> (dumps).</summary>
        private bool ReadLabels(ref string name)
        {
            At++;
            while (true)
            {
                SkipBlanks();
                if (Is('}'))
                {
                    At++;
                    return true;
                }

                if (At >= line.Length || !ReadLabel(ref name))
                {
                    return Wrong.Length == 0 && Fails("labels without a closing brace");
                }

                SkipBlanks();
                if (Is(','))
                {
                    At++;
                }
                else if (!Is('}'))
                {
                    return Fails("a comma or closing brace is missing after a label");
                }
            }
        }

        private bool ReadLabel(ref string name)
        {
            if ((Is('"') ? Quoted() : Name()) is not { Length: > 0 } label)
            {
                return Wrong.Length == 0 && Fails("a label without a name");
            }

            SkipBlanks();
            if (!Is('='))
            {
                name = name.Length == 0 ? label : "";
                return name.Length > 0 || Fails("a label without a value");
            }

            At++;
            SkipBlanks();
            if (!Is('"') || Quoted() is not { } value)
            {
                return Wrong.Length == 0 && Fails("a label's value is not quoted");
            }

            if (label == "__name__" && name.Length == 0)
            {
                name = value;
            }
            else
            {
                _labels.Add(new(label, value));
            }

            return true;
        }

        private string? Quoted()
        {
            var text = new StringBuilder();
            for (At++; At < line.Length; At++)
            {
                var letter = line[At];
                if (letter == '"')
                {
                    At++;
                    return text.ToString();
                }

                if (letter == '\\' && At + 1 < line.Length)
                {
                    At++;
                    letter = line[At] == 'n' ? '\n' : line[At];
                }

                text.Append(letter);
            }

            Fails("a label's value without its closing quote");
            return null;
        }

        private string Name()
        {
            var begin = At;
            while (At < line.Length && (char.IsAsciiLetterOrDigit(line[At]) || line[At] is '_' or ':' or '.'))
            {
                At++;
            }

            return line[begin..At];
        }

        private double? Number()
        {
            var begin = At;
            while (At < line.Length && line[At] is not (' ' or '\t'))
            {
                At++;
            }

            var text = line.AsSpan(begin, At - begin);
            if (text is "+Inf" or "-Inf" or "Inf")
            {
                return text is "-Inf" ? double.NegativeInfinity : double.PositiveInfinity;
            }

            if (text is "NaN" or "nan" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                return text is "NaN" or "nan" ? double.NaN : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            }

            At = begin;
            return null;
        }

        private void SkipBlanks()
        {
            while (At < line.Length && line[At] is ' ' or '\t')
            {
                At++;
            }
        }

        private bool Is(char letter) => At < line.Length && line[At] == letter;

        private bool Fails(string wrong)
        {
            Wrong = wrong;
            return false;
        }

        private ExpositionLine? Fail(string wrong)
        {
            Wrong = wrong;
            return null;
        }
    }
}
