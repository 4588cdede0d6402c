using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Mtok.Server;

/// <summary>
/// Reads a request of the library from the query of an address, each property by its name in snake case and in the notation of its type; what is
/// not known or cannot be read is reported at its name.
/// </summary>
internal static class QueryReader
{
    private static readonly MethodInfo ParseQuantity = typeof(QueryReader).GetMethod(nameof(Quantity), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Names that addresses may have beside those of their request; <see cref="QueryCheck"/> knows which.</summary>
    private static readonly string[] Common = ["as_of", "show", "format"];

    /// <summary>The request.</summary>
    /// <typeparam name="T">Its type, with a static <c>Default</c>.</typeparam>
    /// <param name="usual">The request with every property at its default.</param>
    /// <param name="query">The query.</param>
    /// <param name="problems">Where to report.</param>
    public static T Read<T>(T usual, IQueryCollection query, Problems problems)
        where T : class
    {
        var request = Copy(usual);
        var properties = Of(typeof(T));
        var unknown = query.Keys.Where(name => !Common.Contains(name) && !properties.ContainsKey(name)).ToList();
        foreach (var name in unknown)
        {
            problems.Error(new(name, 0, 0), "unknown-key", $"there is no such parameter{Spelling.DidYouMean(name, properties.Keys)}");
        }

        foreach (var (name, property) in properties.Where(entry => query.ContainsKey(entry.Key)))
        {
            if (Read(name, property.PropertyType, query, problems) is { } value)
            {
                property.SetValue(request, value);
            }
        }

        return request;
    }

    /// <summary>Whether a parameter can be read; reported where it cannot.</summary>
    public static void Check(string name, Type type, IQueryCollection query, Problems problems)
    {
        if (type != typeof(string))
        {
            Read(name, type, query, problems);
        }
    }

    private static object? Read(string name, Type type, IQueryCollection query, Problems problems)
    {
        var texts = query[name].SelectMany(text => (text ?? "").Split(',')).Select(text => text.Trim()).Where(text => text.Length > 0).ToList();
        if (!Value(type, texts, out var value))
        {
            problems.Error(new(name, 0, 0), "bad-value", $"\"{query[name]}\" must be {Expected(type)}");
        }

        return value;
    }

    /// <summary>The properties that a query may give, by their names there.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Of(Type request) => request.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite && Expected(property.PropertyType).Length > 0)
        .ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), StringComparer.Ordinal);

    /// <summary>What a value of a type is written as; empty where a query cannot give one.</summary>
    public static string Expected(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) ? "a text"
            : plain == typeof(int) ? "a whole number"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(DateOnly) ? "a day such as 2026-09-01"
            : plain == typeof(IReadOnlyList<string>) ? "texts with commas between them"
            : plain.IsEnum ? string.Join(", ", Enum.GetNames(plain).Select(Word))
            : IsQuantity(plain) ? (string)Static(plain, "Expected")
            : "";
    }

    private static bool Value(Type type, List<string> texts, out object? value)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        value = plain == typeof(IReadOnlyList<string>) ? texts : null;
        if (value is not null)
        {
            return true;
        }

        if (texts is not [var text])
        {
            return false;
        }

        value = plain == typeof(string) ? text
            : plain == typeof(int) ? (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null)
            : plain == typeof(DateOnly) ? (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null)
            : plain == typeof(bool) ? (bool.TryParse(text, out var flag) ? flag : null)
            : plain.IsEnum ? Enum.GetValues(plain).Cast<object>().FirstOrDefault(each => Word(each.ToString()!) == text)
            : ParseQuantity.MakeGenericMethod(plain).Invoke(null, [text]);
        return value is not null;
    }

    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static bool IsQuantity(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IQuantity<>));

    private static object? Quantity<T>(string text)
        where T : struct, IQuantity<T> => T.TryParse(text, out var value) ? value : null;

    private static string ExpectedOf<T>()
        where T : struct, IQuantity<T> => T.Expected;

    private static object Static(Type quantity, string what) => typeof(QueryReader)
        .GetMethod(what + "Of", BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(quantity).Invoke(null, null)!;

    /// <summary>Records copy themselves; their copy may be changed before anybody has it.</summary>
    private static T Copy<T>(T record)
        where T : class => (T)typeof(T).GetMethod("<Clone>$")!.Invoke(record, null)!;
}
