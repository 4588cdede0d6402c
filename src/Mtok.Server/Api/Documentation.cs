using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mtok.Server;

/// <summary>What the code's own documentation says of a property.</summary>
internal static partial class Documentation
{
    private static readonly Dictionary<string, Lazy<IReadOnlyDictionary<string, string>>> ByAssembly =
        new[] { "Mtok", "Mtok.Planning", "Mtok.Simulation" }
            .ToDictionary(name => name, name => new Lazy<IReadOnlyDictionary<string, string>>(() => Read(name)));

    /// <summary>Its summary as plain text; empty where the documentation does not lie beside the program.</summary>
    public static string Of(PropertyInfo property) => ByAssembly.TryGetValue(property.DeclaringType!.Assembly.GetName().Name!, out var texts)
        ? texts.Value.GetValueOrDefault($"P:{property.DeclaringType.FullName}.{property.Name}", "")
        : "";

    private static Dictionary<string, string> Read(string assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly + ".xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, member => Plain(member.Element("summary")))
            : [];
    }

    private static string Plain(XElement? summary)
    {
        foreach (var reference in summary?.Descendants("see").ToList() ?? [])
        {
            var name = ((string?)reference.Attribute("cref"))?.Split('.')[^1] ?? "";
            reference.ReplaceWith(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
        }

        return Blanks().Replace(summary?.Value ?? "", " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
