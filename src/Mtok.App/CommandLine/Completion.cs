using System.CommandLine;
using System.CommandLine.Completions;

namespace Mtok.App;

/// <summary>What may stand at the end of a line: commands, options, and for their values words and ids of the catalog.</summary>
internal static class Completion
{
    private static readonly Dictionary<string, Func<Catalog, IEnumerable<string>>> Ids = new(StringComparer.Ordinal)
    {
        ["--model"] = catalog => catalog.Models.Select(model => model.Id),
        ["--accelerator"] = catalog => catalog.Accelerators.Select(accelerator => accelerator.Id),
        ["--also"] = catalog => catalog.Accelerators.Select(accelerator => accelerator.Id),
        ["--seller"] = Sellers,
        ["--allow"] = catalog => Sellers(catalog).Concat(catalog.Providers),
        ["--api"] = catalog => catalog.Providers,
        ["--engine"] = catalog => catalog.Engines.Select(engine => engine.Id),
        ["--profile"] = catalog => catalog.Profiles.Select(profile => profile.Id),
        ["profile"] = catalog => catalog.Profiles.Select(profile => profile.Id),
        ["id"] = catalog => catalog.Models.Select(model => model.Id).Concat(catalog.Accelerators.Select(accelerator => accelerator.Id)),
    };

    /// <summary>The completions of a line.</summary>
    /// <param name="mtok">The program's commands.</param>
    /// <param name="words">The words behind its name, the last of which is being written, and may be empty.</param>
    /// <param name="catalog">The ids to offer.</param>
    /// <returns>Whole words, in order.</returns>
    public static IReadOnlyList<string> Of(Command mtok, IReadOnlyList<string> words, Func<Catalog> catalog)
    {
        AddValues(mtok, catalog);
        var written = words.Count > 0 ? words[^1] : "";
        var listed = written.LastIndexOf(',') + 1;
        var line = string.Join(' ', words.SkipLast(1).Select(Quoted).Append(written[listed..]));
        return
        [
            .. mtok.Parse(line).GetCompletions(line.Length).Select(item => Written(item.Label))
                .Where(word => word.StartsWith(written[listed..], StringComparison.OrdinalIgnoreCase))
                .Where(word => word.StartsWith('-') == written.StartsWith('-') && !word.StartsWith('/'))
                .Select(word => written[..listed] + word).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Sellers(Catalog catalog) => catalog.Sellers.Select(seller => seller.Id);

    /// <summary>Names of enumerations are words in lower case on a command line.</summary>
    private static string Written(string word) =>
        word.All(char.IsAsciiLetter) && char.IsAsciiLetterUpper(word[0]) ? word.ToLowerInvariant() : word;

    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;

    private static void AddValues(Command command, Func<Catalog> catalog)
    {
        foreach (var option in command.Options)
        {
            option.CompletionSources.AddRange(Values(option.Name, option.HelpName, catalog));
        }

        foreach (var argument in command.Arguments)
        {
            argument.CompletionSources.AddRange(Values(argument.Name, argument.HelpName, catalog));
        }

        command.Subcommands.ToList().ForEach(child => AddValues(child, catalog));
    }

    /// <summary>Ids where the name is one of those above, else the words that its help lists: <c>on|off</c>.</summary>
    private static IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> Values(string name, string? help, Func<Catalog> catalog)
    {
        if (Ids.TryGetValue(name, out var ids))
        {
            yield return _ => ids(catalog()).Distinct().Select(id => new CompletionItem(id));
        }
        else if (help?.Split('|') is { Length: > 1 } words)
        {
            yield return _ => words.Where(word => word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
                .Select(word => new CompletionItem(word));
        }
    }
}
