using System.Globalization;
using System.Text.RegularExpressions;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Mtok;

/// <summary>
/// One TOML table, read key by key. Every key that is read is known; <see cref="RejectUnknown"/> reports the rest,
/// so that a misspelt key is never ignored silently. Problems carry the file, line and column of the value at fault.
/// </summary>
public sealed partial class TomlTable
{
    private const int LongestLine = 100_000;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Problems _problems;

    /// <summary>Whether the table has had its own line [name], or stands whole in { }: it can have no other.</summary>
    private bool _isOpen;

    private TomlTable(Location where, string name, Problems problems)
    {
        Where = where;
        Name = name;
        _problems = problems;
    }

    /// <summary>Where the table begins.</summary>
    public Location Where { get; }

    /// <summary>The table's dotted name; empty for the document itself.</summary>
    public string Name { get; }

    /// <summary>Parses a document.</summary>
    /// <returns>Its root table; null if the text is not TOML (every syntax error is reported).</returns>
    public static TomlTable? Parse(string file, string text, Problems problems)
    {
        if (Syntax(file, text, problems) is not { } document)
        {
            return null;
        }

        if (document.HasErrors)
        {
            foreach (var (at, sentence) in TomlFault.All(text, document.Diagnostics.Select(found => found.Span.Start.Offset)))
            {
                problems.Error(Place(file, text, at), "broken-toml", sentence);
            }

            return null;
        }

        var root = new TomlTable(new(file, 1, 1), "", problems);
        root.AddAll(file, document.KeyValues);
        foreach (var table in document.Tables)
        {
            var target = root.Open(file, table.Name!, table is TableArraySyntax);
            target?.AddAll(file, table.Items);
        }

        return root;
    }

    /// <summary>A document without keys, to be filled with <see cref="Set"/>.</summary>
    /// <param name="source">Where its keys come from, as problems name it.</param>
    /// <param name="problems">Where to report.</param>
    public static TomlTable Empty(string source, Problems problems) => new(new(source, 0, 0), "", problems);

    /// <summary>Puts texts in a key's place, as if the document held them there; tables on the path are created if missing.</summary>
    /// <param name="path">The key with the tables it is in.</param>
    /// <param name="texts">One text, or the texts of a list.</param>
    /// <param name="where">Where they were given.</param>
    public void Set(IReadOnlyList<string> path, IReadOnlyList<string> texts, Location where)
    {
        var table = this;
        foreach (var name in path.SkipLast(1))
        {
            if (!table._entries.TryGetValue(name, out var entry) || entry.Value is not TomlTable next)
            {
                next = new(where, table.Child(name), _problems);
                table._entries[name] = new(where, next);
            }

            table = next;
        }

        table._entries[path[^1]] = new(where, texts.Count == 1 ? texts[0] : texts.Cast<object>().ToList());
    }

    /// <summary>Takes a key out of a table of this document, where it has one.</summary>
    /// <param name="path">The key with the tables it is in.</param>
    public void Remove(IReadOnlyList<string> path)
    {
        var table = this;
        foreach (var name in path.SkipLast(1))
        {
            if (!table._entries.TryGetValue(name, out var entry) || entry.Value is not TomlTable next)
            {
                return;
            }

            table = next;
        }

        table._entries.Remove(path[^1]);
    }

    /// <summary>The syntax tree; null if the parser fails on the text (reported).</summary>
    private static DocumentSyntax? Syntax(string file, string text, Problems problems)
    {
        if (LongLine(text) is { } line)
        {
            problems.Error(new(file, line, 1), "broken-toml", $"a line of more than {LongestLine:#,##0} characters");
            return null;
        }

        try
        {
            return SyntaxParser.Parse(text, file, validate: false);
        }
        catch (TomlException exception)
        {
            var where = exception.Span is { } span ? new Location(file, span.Start.Line + 1, span.Start.Column + 1) : new(file, 0, 0);
            problems.Error(where, "broken-toml", "lists and tables are nested too deeply");
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            problems.Error(Place(file, text, NoCharacter().Match(text).Index), "broken-toml", TomlFault.NoCharacter);
            return null;
        }
    }

    /// <summary>The first line that nobody wrote by hand, counted from 1; null if there is none.</summary>
    private static int? LongLine(string text)
    {
        var line = 1;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            if (range.End.Value - range.Start.Value > LongestLine)
            {
                return line;
            }

            line++;
        }

        return null;
    }

    /// <summary>An escape of half a pair or of a number beyond the last character.</summary>
    [GeneratedRegex(@"\\u[dD][89a-fA-F]|\\U(?!000[0-9a-fA-F]|0010)|\\U0000[dD][89a-fA-F]")]
    private static partial Regex NoCharacter();

    private static Location Place(string file, string text, int at) => new(file, text.AsSpan(0, at).Count('\n') + 1, at - text.AsSpan(0, at).LastIndexOf('\n'));

    /// <summary>Whether the key is present.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>The location of the key's value, or of the table if the key is missing.</summary>
    public Location WhereIs(string key) => _entries.TryGetValue(key, out var entry) ? entry.Where : Where;

    /// <summary>A required text; empty if it is missing or invalid (reported).</summary>
    public string Text(string key)
    {
        if (!Has(key))
        {
            Missing(key);
        }

        return OptionalText(key) ?? "";
    }

    /// <summary>A text; null if it is missing or invalid (the latter is reported).</summary>
    public string? OptionalText(string key)
    {
        if (!TryFind(key, out var where, out var value))
        {
            return null;
        }

        if (value is string text && text.Trim().Length > 0)
        {
            return IsPlain(text, key, where) ? text.Trim() : null;
        }

        _problems.Error(where, "wrong-type", value is string ? $"\"{key}\" is empty" : $"\"{key}\" must be a text in quotes");
        return null;
    }

    /// <summary>One of a closed list of words; the default if it is missing or invalid (the latter is reported).</summary>
    public T Word<T>(string key, IReadOnlyDictionary<string, T> words, T otherwise)
    {
        if (OptionalText(key) is not { } text)
        {
            return otherwise;
        }

        if (words.TryGetValue(text, out var word))
        {
            return word;
        }

        _problems.Error(
            WhereIs(key), "unknown-word", $"\"{key}\" must be one of {string.Join(", ", words.Keys)}, not \"{text}\"{Spelling.DidYouMean(text, words.Keys)}");
        return otherwise;
    }

    /// <summary>A list of texts; a single text counts as a list of one; empty if it is missing or invalid.</summary>
    public IReadOnlyList<string> Texts(string key, bool mayBeEmpty = false)
    {
        if (!TryFind(key, out var where, out var value))
        {
            return [];
        }

        var items = value as IReadOnlyList<object> ?? [value];
        if ((mayBeEmpty || items.Count > 0) && items.All(item => item is string text && text.Trim().Length > 0))
        {
            return [.. items.Cast<string>().Where(text => IsPlain(text, key, where)).Select(text => text.Trim())];
        }

        _problems.Error(where, "wrong-type", $"\"{key}\" must be a list of texts{(items.Count == 0 ? ", one or more" : "")}");
        return [];
    }

    /// <summary>Texts reach terminals, which control characters command; one is reported.</summary>
    private bool IsPlain(string text, string key, Location where)
    {
        if (!text.Any(char.IsControl))
        {
            return true;
        }

        _problems.Error(where, "control-character", $"\"{key}\" holds a control character, U+{(int)text.First(char.IsControl):X4}");
        return false;
    }

    /// <summary>A required quantity, a bare number in its unit or a text such as <c>"50ms"</c>.</summary>
    public T Quantity<T>(string key, Limits<T> limits)
        where T : struct, IQuantity<T>
    {
        if (!Has(key))
        {
            Missing(key);
        }

        return OptionalQuantity(key, limits) ?? limits.Low;
    }

    /// <summary>A quantity; null if it is missing, not one, or outside the limits (the last two are reported).</summary>
    public T? OptionalQuantity<T>(string key, Limits<T> limits)
        where T : struct, IQuantity<T>
    {
        if (!TryFind(key, out var where, out var value))
        {
            return null;
        }

        if (!T.TryParse(Scalar(value), out var quantity))
        {
            if (!IsBeyond(key, where, Scalar(value), limits))
            {
                _problems.Error(where, "bad-number", $"\"{key}\" must be {T.Expected}, not {Show(value)}");
            }

            return null;
        }

        return Within(key, where, quantity, limits, Scalar(value)!);
    }

    /// <summary>A latency; null if it is missing, not one, outside the limits, or a number without a unit that may mean milliseconds (reported).</summary>
    /// <param name="key">The key.</param>
    /// <param name="limits">The plausible values.</param>
    /// <param name="largestBare">The largest number without a unit that can only mean seconds.</param>
    public Duration? OptionalLatency(string key, Limits<Duration> limits, Duration largestBare)
    {
        if (TryFind(key, out var where, out var value) && BareLatency.Doubt(Scalar(value), largestBare) is { } doubt)
        {
            _problems.Error(where, "unit-missing", $"\"{key}\" is {Scalar(value)} without a unit: {doubt}");
            return null;
        }

        return OptionalQuantity(key, limits);
    }

    /// <summary>Whether the key holds a table.</summary>
    public bool HoldsTable(string key) => _entries.TryGetValue(key, out var entry) && entry.Value is TomlTable;

    /// <summary>A required list of quantities; empty if it is missing or any item is invalid.</summary>
    public IReadOnlyList<T> Quantities<T>(string key, Limits<T> limits)
        where T : struct, IQuantity<T>
    {
        if (!TryFind(key, out var where, out var value))
        {
            Missing(key);
            return [];
        }

        var quantities = new List<T>();
        foreach (var item in value as IReadOnlyList<object> ?? [value])
        {
            if (!T.TryParse(Scalar(item), out var quantity))
            {
                if (!IsBeyond(key, where, Scalar(item), limits))
                {
                    _problems.Error(where, "bad-number", $"\"{key}\" must be a list, each {T.Expected}, not {Show(item)}");
                }

                return [];
            }

            if (Within(key, where, quantity, limits, Scalar(item)!) is null)
            {
                return [];
            }

            quantities.Add(quantity);
        }

        return quantities;
    }

    /// <summary>A required list of lists of quantities; a plain list is one list. Empty if it is missing or any item is invalid.</summary>
    public IReadOnlyList<IReadOnlyList<T>> QuantityLists<T>(string key, Limits<T> limits)
        where T : struct, IQuantity<T>
    {
        if (!TryFind(key, out var where, out var value) || value is not IReadOnlyList<object> lists || !lists.All(item => item is IReadOnlyList<object>))
        {
            var before = _problems.Count;
            return Quantities(key, limits) is { Count: > 0 } plain ? [plain] : Empty(before);
        }

        var all = new List<IReadOnlyList<T>>();
        foreach (var list in lists)
        {
            var one = new TomlTable(Where, Name, _problems);
            one.Add(key, where, list);
            var before = _problems.Count;
            var quantities = one.Quantities(key, limits);
            if (quantities.Count == 0)
            {
                return Empty(before);
            }

            all.Add(quantities);
        }

        return all.Count > 0 ? all : Empty(_problems.Count);

        List<IReadOnlyList<T>> Empty(int before)
        {
            if (_problems.Count == before)
            {
                _problems.Error(where, "bad-number", $"\"{key}\" must be a list, or a list of lists, each item {T.Expected}, and not empty");
            }

            return [];
        }
    }

    /// <summary>A required whole number.</summary>
    public int Count(string key, Limits<int> limits)
    {
        if (!Has(key))
        {
            Missing(key);
        }

        return OptionalCount(key, limits) ?? limits.Low;
    }

    /// <summary>A whole number; null if it is missing, not one, or outside the limits (the last two are reported).</summary>
    public int? OptionalCount(string key, Limits<int> limits)
    {
        if (!TryFind(key, out var where, out var value))
        {
            return null;
        }

        if (value is not NumberText number
            || !int.TryParse(
                number.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            var digits = (value as NumberText)?.Text.TrimStart('-', '+') ?? "";
            var isWhole = digits.Length > 0 && digits.All(letter => char.IsAsciiDigit(letter) || letter == '_');
            if (isWhole || HugeNumber.Is(digits))
            {
                _problems.Error(where, "out-of-range", Excluded(key, Scalar(value)!, limits));
            }
            else
            {
                _problems.Error(where, "bad-number", $"\"{key}\" must be a whole number, not {Show(value)}");
            }

            return null;
        }

        return Within(key, where, count, limits, number.Text);
    }

    /// <summary>True or false; the default if it is missing or invalid (the latter is reported).</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (!TryFind(key, out var where, out var value))
        {
            return otherwise;
        }

        if (value is bool flag)
        {
            return flag;
        }

        _problems.Error(where, "wrong-type", $"\"{key}\" must be true or false");
        return otherwise;
    }

    /// <summary>The raw text of a number, date or text, for third-party files; null if it is anything else.</summary>
    public string? Written(string key) => TryFind(key, out _, out var value) ? Scalar(value) : null;

    /// <summary>A sub-table; null if it is missing or invalid.</summary>
    public TomlTable? OptionalTable(string key)
    {
        if (!TryFind(key, out var where, out var value))
        {
            return null;
        }

        if (value is TomlTable table)
        {
            return table;
        }

        _problems.Error(
            where,
            "wrong-type",
            value is IReadOnlyList<object> items && items.All(item => item is TomlTable)
                ? $"there is only one \"{key}\": write [{Child(key)}], not [[{Child(key)}]]"
                : $"\"{key}\" must be a table, [{Child(key)}]");
        return null;
    }

    /// <summary>The tables of an array of tables; empty if it is missing or invalid.</summary>
    public IReadOnlyList<TomlTable> Tables(string key)
    {
        if (!TryFind(key, out var where, out var value))
        {
            return [];
        }

        if (value is IReadOnlyList<object> items && items.All(item => item is TomlTable))
        {
            return [.. items.Cast<TomlTable>()];
        }

        _problems.Error(
            where,
            "wrong-type",
            value is TomlTable
                ? $"there may be several of \"{key}\": write [[{Child(key)}]], not [{Child(key)}]"
                : $"\"{key}\" must be one or more tables, [[{Child(key)}]]");
        return [];
    }

    /// <summary>The keys of this table, for tables whose keys are data.</summary>
    public IReadOnlyList<string> Keys => [.. _entries.Keys];

    /// <summary>Every key that was asked for, here and in the tables within, as table and key; what a document may hold once it was read.</summary>
    internal IEnumerable<(string Table, string Key)> KnownKeys =>
        _read.Select(key => (Name, key)).Concat(_entries.Values.SelectMany(entry => Within(entry.Value)).SelectMany(table => table.KnownKeys));

    private static IEnumerable<TomlTable> Within(object value) =>
        value is TomlTable table ? [table] : value is IReadOnlyList<object> items ? items.OfType<TomlTable>() : [];

    /// <summary>Reports every key that was never read.</summary>
    public void RejectUnknown()
    {
        foreach (var (key, entry) in _entries)
        {
            if (!_read.Contains(key))
            {
                var place = Name.Length == 0 ? "" : $" in [{Name}]";
                _problems.Error(entry.Where, "unknown-key", $"unknown key \"{key}\"{place}{Spelling.DidYouMean(key, _read)}");
            }
        }
    }

    private T? Within<T>(string key, Location where, T value, Limits<T> limits, string written)
        where T : struct, IComparable<T>
    {
        if (limits.Hold(value))
        {
            return value;
        }

        _problems.Error(where, "out-of-range", Excluded(key, written, limits));
        return null;
    }

    /// <summary>Whether a text is a number beyond all that are computed with, and so beyond the limits (reported).</summary>
    private bool IsBeyond<T>(string key, Location where, string? written, Limits<T> limits)
        where T : struct, IComparable<T>
    {
        var isBeyond = HugeNumber.Is(written);
        if (isBeyond)
        {
            _problems.Error(where, "out-of-range", Excluded(key, written!, limits));
        }

        return isBeyond;
    }

    private static string Excluded<T>(string key, string written, Limits<T> limits)
        where T : struct, IComparable<T> => $"\"{key}\" is {written}; it must be {limits}";

    private void Missing(string key) =>
        _problems.Error(Where, "missing-key", $"\"{key}\" is missing{(Name.Length == 0 ? "" : $" from [{Name}]")}");

    private bool TryFind(string key, out Location where, out object value)
    {
        _read.Add(key);
        var found = _entries.TryGetValue(key, out var entry);
        where = entry?.Where ?? Where;
        value = entry?.Value ?? "";
        return found;
    }

    private void AddAll(string file, SyntaxList<KeyValueSyntax> items)
    {
        foreach (var item in items)
        {
            Add(file, item);
        }
    }

    private void Add(string file, KeyValueSyntax item)
    {
        if (Descend(file, item.Key!) is { } owner)
        {
            var name = LastName(item.Key!);
            owner.Add(name, At(file, item.Value!.Span), owner.Read(file, item.Value, name));
        }
    }

    private void Add(string key, Location where, object value)
    {
        if (!_entries.TryAdd(key, new(where, value)))
        {
            _problems.Error(where, "duplicate-key", $"\"{key}\" is given twice; the first is in line {_entries[key].Where.Line}");
        }
    }

    private string Child(string key) => Name.Length == 0 ? key : $"{Name}.{key}";

    private TomlTable? Open(string file, KeySyntax key, bool asArray)
    {
        var parent = Descend(file, key);
        var name = LastName(key);
        if (parent is null)
        {
            return null;
        }

        var where = At(file, key.Span);
        if (!parent._entries.TryGetValue(name, out var entry))
        {
            var first = new TomlTable(where, parent.Child(name), _problems) { _isOpen = true };
            parent._entries[name] = new(where, asArray ? new List<object> { first } : first);
            return first;
        }

        if (asArray && entry.Value is List<object> list)
        {
            list.Add(new TomlTable(where, parent.Child(name), _problems));
            return (TomlTable)list[^1];
        }

        if (!asArray && entry.Value is TomlTable { _isOpen: false } named)
        {
            named._isOpen = true;
            return named;
        }

        _problems.Error(where, "duplicate-key", Twice(parent.Child(name), entry, asArray));
        return null;
    }

    private static string Twice(string name, Entry first, bool asArray) => first.Value switch
    {
        TomlTable when !asArray => $"[{name}] is given twice, first in line {first.Where.Line}; where there may be several, write [[{name}]] each time",
        TomlTable => $"\"{name}\" is [{name}] in line {first.Where.Line} and [[{name}]] here; where there may be several, write [[{name}]] each time",
        List<object> list when list.All(item => item is TomlTable) =>
            $"\"{name}\" is [[{name}]] in line {first.Where.Line} and [{name}] here; where there may be several, write [[{name}]] each time",
        _ => $"\"{name}\" is a value in line {first.Where.Line} and cannot be a table too",
    };

    /// <summary>The table that holds the last part of a dotted key; tables on the path are created if missing.</summary>
    private TomlTable? Descend(string file, KeySyntax key)
    {
        var table = this;
        foreach (var name in Path(key))
        {
            if (!table._entries.TryGetValue(name, out var entry))
            {
                entry = new(At(file, key.Span), new TomlTable(At(file, key.Span), table.Child(name), _problems));
                table._entries.Add(name, entry);
            }

            if ((entry.Value is List<object> list ? list.LastOrDefault() : entry.Value) is not TomlTable next)
            {
                _problems.Error(At(file, key.Span), "duplicate-key", $"\"{name}\" is a value and cannot hold other keys");
                return null;
            }

            table = next;
        }

        return table;
    }

    /// <summary>The parts of a dotted key before the last.</summary>
    private static IEnumerable<string> Path(KeySyntax key) => key.DotKeys.ChildrenCount == 0
        ? []
        : key.DotKeys.SkipLast(1).Select(dot => Plain(dot.Key!)).Prepend(Plain(key.Key!));

    private static string LastName(KeySyntax key) =>
        Plain((key.DotKeys.ChildrenCount == 0 ? key.Key : key.DotKeys.GetChild(key.DotKeys.ChildrenCount - 1)!.Key)!);

    private static string Plain(BareKeyOrStringValueSyntax key) => key switch
    {
        StringValueSyntax quoted => quoted.Value ?? "",
        BareKeySyntax { Key.Text: { } bare } => bare,
        _ => key.ToString().Trim(),
    };

    private object Read(string file, ValueSyntax value, string name) => value switch
    {
        StringValueSyntax text => text.Value ?? "",
        DateTimeValueSyntax date => date.Token!.Text!,
        BooleanValueSyntax flag => flag.Value,
        ArraySyntax array => array.Items.Select(item => Read(file, item.Value!, name)).ToList(),
        InlineTableSyntax inline => ReadInline(file, inline, name),
        IntegerValueSyntax whole => new NumberText(whole.Token!.Text!),
        FloatValueSyntax number => new NumberText(number.Token!.Text!),
        _ => value.ToString().Trim(),
    };

    private TomlTable ReadInline(string file, InlineTableSyntax inline, string name)
    {
        var table = new TomlTable(At(file, inline.Span), Child(name), _problems) { _isOpen = true };
        foreach (var item in inline.Items)
        {
            table.Add(file, item.KeyValue!);
        }

        return table;
    }

    private static Location At(string file, SourceSpan span) => new(file, span.Start.Line + 1, span.Start.Column + 1);

    private static string? Scalar(object value) => value as string ?? (value as NumberText)?.Text;

    private static string Show(object value) => value switch
    {
        string text => $"\"{text}\"",
        NumberText number => number.Text,
        bool flag => flag ? "true" : "false",
        _ => "a list or table",
    };

    /// <summary>A number as written, so that money is parsed as decimal and never through a double.</summary>
    private sealed record NumberText(string Text);

    private sealed record Entry(Location Where, object Value);
}
