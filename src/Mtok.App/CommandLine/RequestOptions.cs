using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Mtok.App;

/// <summary>
/// The options of one request: each is a property that is named like the request's property it binds, so that a problem of the
/// library is reported at the option.
/// </summary>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
internal abstract class RequestOptions
{
    /// <summary>Every option by the name of its property.</summary>
    public IReadOnlyDictionary<string, Option> ByProperty => GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType.IsAssignableTo(typeof(Option)))
        .ToDictionary(property => property.Name, property => (Option)property.GetValue(this)!);

    /// <summary>Gives a command those options it does not have yet.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in ByProperty.Values.Except(command.Options).ToList())
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Problems that name properties as their options.</summary>
    public RequestProblems Naming(Problems problems) => new(problems, NameOf);

    /// <summary>The option of a property.</summary>
    public string NameOf(string property) => ByProperty.TryGetValue(property, out var option) ? option.Name : OptionOf(property);

    /// <summary>The option of a property that a command declares itself: <c>--accelerator</c>.</summary>
    public static string OptionOf(string property) =>
        "--" + string.Concat(property.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"-{letter}" : $"{letter}"))
            .ToLower(CultureInfo.InvariantCulture);

    /// <summary>Reads a text in the library's notation; null where it is not given, or not of that notation, which is reported.</summary>
    protected static T? Read<T>(string? text, TryRead<T> read, string property, string wrong, RequestProblems problems)
        where T : class
    {
        if (text is null)
        {
            return null;
        }

        if (read(text, out var value))
        {
            return value;
        }

        problems.Error(property, $"\"{text}\" {wrong}");
        return null;
    }

    /// <summary>The same of several texts.</summary>
    protected static IReadOnlyList<T> ReadAll<T>(string[]? texts, TryRead<T> read, string property, string wrong, RequestProblems problems)
        where T : class =>
        [.. (texts ?? []).Select(text => Read(text, read, property, wrong, problems)).OfType<T>()];

    /// <summary>A type's own reader.</summary>
    protected delegate bool TryRead<T>(string? text, out T? value);
}
