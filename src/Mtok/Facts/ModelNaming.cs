using System.Text;
using System.Text.RegularExpressions;

namespace Mtok;

/// <summary>
/// Derives a model's id from any provider's spelling of it: paths, regions, snapshot dates and serving suffixes are left out, everything else
/// is part of the id; a name that moves from version to version, such as <c>mistral-large-latest</c>, is one of its own. Two spellings mean
/// one model only if what remains of them is the same; all other joins are aliases.
/// </summary>
/// <param name="families">The words with which names begin, and the organisations that publish models.</param>
public sealed partial class ModelNaming(IReadOnlyList<ModelFamily> families)
{
    /// <summary>Segments of paths that are no organisation.</summary>
    private static readonly HashSet<string> Shelves = ["models", "routers", "cf", "hf", "maas", "endpoints", "publishers", "accounts", ""];

    private static readonly HashSet<string> Places =
    [
        "us", "eu", "apac", "au", "jp", "ca", "in", "sa", "global", "us-gov", "regional", "global-standard", "us-east-1", "us-east-2", "us-west-1",
        "us-west-2", "us-gov-east-1", "us-gov-west-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "ap-northeast-1",
        "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ca-central-1", "sa-east-1",
    ];

    /// <summary>Makers that date every snapshot of one version of a model.</summary>
    private static readonly HashSet<string> DatedBy = ["Anthropic", "OpenAI"];

    private readonly List<ModelFamily> _names =
        [.. families.Where(family => !family.IsOrganisation).OrderByDescending(family => family.Name.Length)];

    private readonly Dictionary<string, string> _organisations =
        families.Where(family => family.IsOrganisation).DistinctBy(family => family.Name)
            .ToDictionary(family => family.Name, family => family.Maker, StringComparer.Ordinal);

    /// <summary>What a spelling says.</summary>
    /// <param name="spelling">The spelling, such as <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>.</param>
    /// <param name="provider">The provider that uses it, which names models of makers that nobody else knows; empty for any.</param>
    public ModelName Of(string spelling, string provider = "")
    {
        var path = spelling.Trim().ToLowerInvariant().Split('/');
        var place = Array.Find(path[..^1], Places.Contains) ?? "";
        var organisation = Array.FindLast(path[..^1], part => !Shelves.Contains(part.TrimStart('@')) && !Places.Contains(part)) ?? "";
        var name = path[^1].TrimStart('~');
        var dotted = Prefixed().Match(name);
        var prefixed = dotted.Success && (_organisations.ContainsKey(dotted.Groups["by"].Value) || dotted.Groups["place"].Success);
        if (prefixed)
        {
            place = dotted.Groups["place"].Success ? dotted.Groups["place"].Value : place;
            (organisation, name) = (dotted.Groups["by"].Value, Version().Replace(dotted.Groups["name"].Value, ""));
        }

        if (SizeClass().IsMatch(name))
        {
            return new("", "", place, "");
        }

        name = Plain(name, isFireworks: provider == "fireworks" || organisation is "fireworks");
        name = WithoutHead(name, provider);
        var maker = Maker(name);
        var moves = Latest().Match(name).Value;
        name = moves.Length > 0 && path[^1][0] != '~' && name.Any(char.IsAsciiDigit) ? name[..^moves.Length] : name;
        var snapshot = DatedBy.Contains(maker) ? SnapshotDate().Match(name).Value : "";
        name = Shortened(name[..^snapshot.Length], maker);
        snapshot = moves.Length > 0 ? moves : prefixed || path[^1].Contains('@', StringComparison.Ordinal) ? "" : snapshot;
        return name.Length == 0 ? new("", "", place, "")
            : maker.Length > 0 ? new(name, maker, place, snapshot)
            : new(Named(organisation, provider, name), _organisations.GetValueOrDefault(organisation, ""), place, snapshot);
    }

    /// <summary>Lower-case letters, digits, hyphens and dots, without what says how it is served.</summary>
    private static string Plain(string name, bool isFireworks)
    {
        name = ClaudeRelease().Replace(name, "claude-$1.$2").TrimEnd('.');
        name = BedrockZero().Replace(name, "-v0.$1");
        name = BedrockVersion().Replace(name, "");
        name = Served().Replace(name, "");
        name = isFireworks ? FireworksPoint().Replace(name, "$1.$2") : name;
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            text.Append(letter switch
            {
                (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' => letter.ToString(),
                '+' => "-plus",
                _ => "-",
            });
        }

        return Hyphens().Replace(text.ToString(), "-").Trim('-', '.');
    }

    /// <summary>Names of provider and maker before a known family are left out: <c>databricks-claude</c>, <c>meta-llama</c>, <c>zai-glm</c>.</summary>
    private string WithoutHead(string name, string provider)
    {
        var rest = name;
        while (Maker(rest).Length == 0)
        {
            var hyphen = rest.IndexOf('-', StringComparison.Ordinal);
            if (hyphen < 0 || !(_organisations.ContainsKey(rest[..hyphen]) || rest[..hyphen] == provider))
            {
                return name;
            }

            rest = rest[(hyphen + 1)..];
        }

        return rest;
    }

    /// <summary>The maker of the longest family with which a name begins; empty if there is none.</summary>
    private string Maker(string name)
    {
        foreach (var family in _names)
        {
            if (name.StartsWith(family.Name, StringComparison.Ordinal) && (name.Length == family.Name.Length || !char.IsAsciiLetter(name[family.Name.Length])))
            {
                return family.Maker;
            }
        }

        return "";
    }

    /// <summary>A name in the order and with the signs that its maker uses.</summary>
    private static string Shortened(string name, string maker)
    {
        name = maker == "OpenAI" ? name : Instruct().Replace(name, "");
        return maker switch
        {
            "Anthropic" => ZeroVersion().Replace(VersionFirst().Replace(name, "claude-$2-$1").Replace('.', '-'), "$1"),
            "Google" when name.StartsWith("gemma", StringComparison.Ordinal) => Tuned().Replace(name, ""),
            "Google" => Release().Replace(GeminiVersion().Replace(name, "gemini-$2-$1"), ""),
            "Amazon" => Version().Replace(name, ""),
            "Meta" => LlamaVersion().Replace(name, "llama-"),
            _ => name,
        };
    }

    private static string Named(string organisation, string provider, string name)
    {
        var by = Plain(organisation.Length > 0 ? organisation : provider, isFireworks: false);
        return by.Length == 0 || name.StartsWith(by + "-", StringComparison.Ordinal) || name == by ? name : $"{by}-{name}";
    }

    [GeneratedRegex(@"^(?:(?<place>us|eu|apac|au|jp|ca|in|sa|global|us-gov|regional)\.)?(?<by>[a-z][a-z0-9]*)\.(?<name>[a-z].*)$")]
    private static partial Regex Prefixed();

    /// <summary>The release of a model on Bedrock, without a number after it.</summary>
    [GeneratedRegex(@"-v1$")]
    private static partial Regex Version();

    [GeneratedRegex(@"-v0:(\d+)$")]
    private static partial Regex BedrockZero();

    /// <summary>A number of its own only after a snapshot date: the <c>v2</c> of <c>nemotron-nano-9b-v2:0</c> is the model's.</summary>
    [GeneratedRegex(@"(?:-v?1|(?<=-20\d{6})-v[2-9])?:\d+(?::\w+)?$")]
    private static partial Regex BedrockVersion();

    [GeneratedRegex(@"(?::free|-maas|@default|-hf)$")]
    private static partial Regex Served();

    [GeneratedRegex(@"(\d)p(\d)")]
    private static partial Regex FireworksPoint();

    [GeneratedRegex(@"-{2,}")]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"-latest$")]
    private static partial Regex Latest();

    [GeneratedRegex(@"-20\d\d-?(?:0[1-9]|1[0-2])-?[0-3]\d$")]
    private static partial Regex SnapshotDate();

    [GeneratedRegex(@"-instruct(?=-|$)")]
    private static partial Regex Instruct();

    [GeneratedRegex(@"-it(?=-|$)")]
    private static partial Regex Tuned();

    /// <summary>The price of all models of some sizes.</summary>
    [GeneratedRegex(@"^(?:together|fireworks)-ai-")]
    private static partial Regex SizeClass();

    [GeneratedRegex(@"^claude-v(\d)(?::(\d))?$")]
    private static partial Regex ClaudeRelease();

    /// <summary>Anthropic's second name of a first version: <c>claude-sonnet-4-0</c> is <c>claude-sonnet-4</c>.</summary>
    [GeneratedRegex(@"^(claude-[a-z]+-\d)-0$")]
    private static partial Regex ZeroVersion();

    [GeneratedRegex(@"^gemini-(flash|pro)-(\d\.\d)(?=-|$)")]
    private static partial Regex GeminiVersion();

    /// <summary>Google's release of a stable model.</summary>
    [GeneratedRegex(@"-00\d$")]
    private static partial Regex Release();

    [GeneratedRegex(@"^llama-v(?=\d)")]
    private static partial Regex LlamaVersion();

    /// <summary>Versions from 4 on stand after the name: <c>claude-4.5-sonnet</c> is <c>claude-sonnet-4.5</c>.</summary>
    [GeneratedRegex(@"^claude-([4-9](?:[.-]\d{1,2})?)-(opus|sonnet|haiku|fable)(?=-|$)")]
    private static partial Regex VersionFirst();
}
