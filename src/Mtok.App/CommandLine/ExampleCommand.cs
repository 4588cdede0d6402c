using System.CommandLine;

namespace Mtok.App;

/// <summary>A command whose own help ends with examples; lists of commands show its summary alone.</summary>
internal sealed class ExampleCommand(string name, string summary, IReadOnlyList<string> examples) : Command(name, summary)
{
    /// <summary>What an example begins with in its help.</summary>
    public const string Example = "Example: ";

    /// <summary>Lines to type.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Finds what is wrong with the input that the sound options of a line stand for; null where they stand for none.</summary>
    public Func<ParseResult, Problems>? Faults { get; set; }

    /// <summary>Called when help of this very command is asked for.</summary>
    public void ShowExamples() =>
        Description = string.Join("\n", [Description, "", .. examples.Select(example => Example + example)]);
}
