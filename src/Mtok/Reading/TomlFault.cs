using System.Text.RegularExpressions;

namespace Mtok;

/// <summary>
/// What is wrong where a parser gave up on a TOML text, as a sentence for the person who wrote it: read from the text itself, so that no wording of
/// the parser reaches anyone.
/// </summary>
internal sealed partial class TomlFault
{
    /// <summary>What is said of an escape that names no character.</summary>
    public const string NoCharacter = "the escape sequence is not a valid character";

    private static readonly string[] Comments = ["//", "--", ";"];

    private readonly string _text;
    private readonly int _fault;
    private readonly Stack<int> _open = new();
    private int _statement;
    private int _value = -1;
    private int _done = -1;
    private bool _leftOpen;

    private TomlFault(string text, int fault)
    {
        _text = text;
        _fault = Math.Clamp(fault, 0, text.Length);
    }

    /// <summary>What is wrong, once a line, with the offset of what has to be changed; what something left open swallows is not judged.</summary>
    /// <param name="text">The document.</param>
    /// <param name="faults">The offsets where the parser gave up, in order.</param>
    public static IEnumerable<(int At, string Sentence)> All(string text, IEnumerable<int> faults)
    {
        var lines = new HashSet<int>();
        foreach (var offset in faults)
        {
            var fault = new TomlFault(text, offset);
            var (at, sentence) = fault.Find();
            if (lines.Add(text.AsSpan(0, at).Count('\n')) && (lines.Count == 1 || !fault.IsAtEnd || fault._leftOpen))
            {
                yield return (at, sentence);
            }

            if (fault._leftOpen)
            {
                yield break;
            }
        }
    }

    private (int At, string Sentence) Find()
    {
        var at = 0;
        while (at < _fault)
        {
            if (_text[at] is '"' or '\'')
            {
                var end = TextEnd(at);
                if (end < 0 || end > _fault)
                {
                    return InText(at, end);
                }

                (at, _done) = (end, end);
                continue;
            }

            at = Pass(at);
        }

        return _open.Count > 0 && (IsLast || BeginsStatement) ? NotClosed(_open.Peek())
            : _value >= 0 ? InValue()
            : _open.Count > 0 ? (_fault, "between { and } stand keys with their values, separated by commas, such as { p50 = \"1s\", p95 = \"2s\" }")
            : (_fault, AtKey());
    }

    /// <summary>One character outside texts, and what it opens, closes or separates.</summary>
    private int Pass(int at)
    {
        var isInTable = _open.Count > 0 && _text[_open.Peek()] == '{';
        switch (_text[at])
        {
            case '#':
                return LineEnd(at);
            case '\n' when _open.Count == 0:
                (_statement, _value, _done) = (at + 1, -1, -1);
                break;
            case '=' when _value < 0 || isInTable:
                (_value, _done) = (at + 1, -1);
                break;
            case '[' or '{' when _value >= 0:
                _open.Push(at);
                (_value, _done) = (_text[at] == '[' ? at + 1 : -1, -1);
                break;
            case ']' or '}' when _open.Count > 0:
                (_value, _done) = (_open.Pop(), at + 1);
                break;
            case ',' when _open.Count > 0:
                (_value, _done) = (isInTable ? -1 : at + 1, -1);
                break;
        }

        return at + 1;
    }

    private (int At, string Sentence) InText(int start, int end)
    {
        if (end < 0)
        {
            _leftOpen = true;
            return (start, $"the text that begins here is not closed with {_text[start]}");
        }

        var escape = _text.LastIndexOf('\\', Math.Min(_fault, end - 1), Math.Min(_fault, end - 1) - start);
        return escape < 0 || _fault - escape > 10 ? (_fault, "a text may hold no control character")
            : Word(escape, 2) is "\\u" or "\\U" ? (escape, NoCharacter)
            : (escape, $"\"{Word(escape, 2)}\" means nothing in a text: write \\\\ for a backslash, or put the text in single quotes");
    }

    private (int At, string Sentence) NotClosed(int opened)
    {
        _leftOpen = true;
        var (what, end) = _text[opened] == '[' ? ("list", "]") : ("table", "} on its line");
        return (opened, $"the {what} that begins here is not closed with {end}");
    }

    private string AtKey()
    {
        var line = Rest(_statement);
        var key = line.Split('=')[0].Trim();
        return line.StartsWith('[') ? Head(line)
            : Comments.Any(begin => line.StartsWith(begin, StringComparison.Ordinal)) ? "a comment begins with #"
            : line.StartsWith('=') ? "the key before = is missing"
            : Colon().IsMatch(line) ? $"a key and its value are separated by =, not by a colon: {line.Split(':')[0].Trim()} = ..."
            : Unequal().Match(line) is { Success: true } match ? $"a key and its value are separated by =: {match.Groups[1].Value} = {match.Groups[2].Value}"
            : line.Contains('=') ? $"\"{key}\" is no key: a key has letters, digits, - and _, with a point between the names of a table and its key"
            : $"\"{line}\" is none of: a key with its value (key = value), a table ([name]), a comment (# ...)";
    }

    private static string Head(string line)
    {
        if (line.IndexOf(']', StringComparison.Ordinal) is > 0 and var end && line[end..].TrimStart(']').Trim() is { Length: > 0 } behind)
        {
            return $"a table's name stands alone on its line; \"{behind}\" belongs on the next";
        }

        var name = line.Trim('[', ']', ' ', '\t');
        return Name().IsMatch(name)
            ? $"a table begins with [{name}] alone on its line, or with [[{name}]] where there may be several; not with \"{line}\""
            : $"\"{line}\" names no table: write [name], or [[name]] where there may be several";
    }

    private (int At, string Sentence) InValue()
    {
        var start = Skip(_value);
        var word = Word(start, int.MaxValue);
        if (_done >= 0 || _fault > start + word.Length || _fault == start + word.Length && Rest(_fault).Length > 0 && word.Length > 0)
        {
            return Behind(start, word);
        }

        return (start, word.Length == 0 ? NoValue(start) : Wrong(word));
    }

    private string NoValue(int start)
    {
        var next = start < _text.Length && !IsBreak(_text[start]) && _text[start] != '#' ? $"; \"{_text[start]}\" is none" : "";
        return _open.Count > 0 ? $"a value is missing{next}" : $"\"{_text[_statement.._text.IndexOf('=', _statement)].Trim()}\" has no value{next}";
    }

    /// <summary>Something that follows a value, where a line or a comma should.</summary>
    private (int At, string Sentence) Behind(int start, string word)
    {
        var rest = Rest(_fault);
        if (_open.Count > 0)
        {
            return (_fault, $"a comma is missing before \"{rest}\"");
        }

        var whole = Rest(start);
        return rest.TrimStart(',', ';').Length == 0 ? (_fault, $"nothing may follow a value; leave out \"{rest}\"")
            : Thousands().IsMatch(whole) ? (start, $"digits are not separated by commas: {whole.Replace(",", "", StringComparison.Ordinal)}")
            : rest.Contains('=') ? (_fault, $"each key begins on a line of its own: \"{rest.Split('=')[0].Trim(' ', ',', ';')}\" does not")
            : _done >= 0 ? (_fault, $"nothing may follow a value; leave out \"{rest}\"")
            : (start, char.IsAsciiDigit(whole.FirstOrDefault()) ? NotANumber(whole) : NeedsQuotes(whole));
    }

    private static string Wrong(string word) =>
        word[0] is '“' or '”' or '„' or '‘' or '’' or '«' ? "a text stands between straight quotes, \" or '"
        : word.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" ? $"write true or false, not {word}"
        : Year().IsMatch(word) ? $"\"{word}\" is no date such as 2026-05-20; a month or another text must be in quotes"
        : LeadingZero().IsMatch(word) ? $"a number has no leading 0: {word.TrimStart('0')}"
        : word.Length > 18 && word.All(char.IsAsciiDigit) ? $"{word} is too large a number"
        : Point().IsMatch(word) ? $"a number has digits on both sides of its point, such as 0.5, not {word}"
        : Underscore().IsMatch(word) ? $"an underscore stands between two digits: {word} has one that does not"
        : char.IsAsciiDigit(word.TrimStart('-', '+').FirstOrDefault()) ? NotANumber(word)
        : NeedsQuotes(word);

    private static string NotANumber(string word) => $"\"{word}\" is not a plain number: with a unit it must be in quotes, \"{word}\"";

    private static string NeedsQuotes(string word) => $"a text must be in quotes: \"{word.Trim('"', '\'')}\"";

    /// <summary>Whether there is nothing but blanks and a comment from the fault on.</summary>
    private bool IsLast => Rest(_fault).Length == 0 && _text.AsSpan(LineEnd(_fault)).IsWhiteSpace();

    /// <summary>Whether there is nothing on the fault's line and behind it.</summary>
    private bool IsAtEnd => IsLast && Rest(LineStart).Length == 0;

    private int LineStart => _fault == 0 ? 0 : _text.LastIndexOf('\n', _fault - 1) + 1;

    /// <summary>Whether the fault's line looks like a key or a table, so that whatever is open should have been closed before it.</summary>
    private bool BeginsStatement
    {
        get
        {
            var line = LineStart;
            return line > _open.Peek() && Statement().IsMatch(_text[line..LineEnd(line)]);
        }
    }

    /// <summary>The offset behind the text that begins at a quote; -1 if it is not closed.</summary>
    private int TextEnd(int start)
    {
        var quote = _text[start];
        var isLong = _text.AsSpan(start).StartsWith([quote, quote, quote]);
        for (var at = start + (isLong ? 3 : 1); at < _text.Length; at++)
        {
            if (_text[at] == '\\' && quote == '"')
            {
                at++;
            }
            else if (!isLong && IsBreak(_text[at]))
            {
                return -1;
            }
            else if (_text[at] == quote && (!isLong || _text.AsSpan(at).StartsWith([quote, quote, quote])))
            {
                return at + (isLong ? 3 : 1);
            }
        }

        return -1;
    }

    /// <summary>The rest of a line without its comment.</summary>
    private string Rest(int from)
    {
        var end = LineEnd(from);
        var comment = _text.IndexOf('#', from, end - from);
        return _text[from..(comment < 0 ? end : comment)].Trim();
    }

    private string Word(int from, int most)
    {
        var at = from;
        while (at < _text.Length && at - from < most && !char.IsWhiteSpace(_text[at]) && _text[at] is not (',' or ']' or '}' or '#' or ';'))
        {
            at++;
        }

        return _text[from..at];
    }

    private int Skip(int from)
    {
        while (from < _text.Length && (_text[from] is ' ' or '\t' || _open.Count > 0 && char.IsWhiteSpace(_text[from])))
        {
            from++;
        }

        return from;
    }

    private int LineEnd(int from) => _text.IndexOf('\n', from) is >= 0 and var end ? end : _text.Length;

    private static bool IsBreak(char letter) => letter is '\n' or '\r';

    [GeneratedRegex(@"^[\w.-]+\s*:")]
    private static partial Regex Colon();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^([\w-]+)\s+([^\s=]+)$")]
    private static partial Regex Unequal();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]")]
    private static partial Regex Year();

    [GeneratedRegex(@"^0[0-9]+$")]
    private static partial Regex LeadingZero();

    [GeneratedRegex("^[0-9_]*_[0-9_]*$")]
    private static partial Regex Underscore();

    [GeneratedRegex(@"^[+-]?(\.[0-9]+|[0-9]+\.)$")]
    private static partial Regex Point();

    [GeneratedRegex(@"^\s*([\w.-]+\s*=|\[\[?[\w.-]+\]\]?\s*$)")]
    private static partial Regex Statement();
}
