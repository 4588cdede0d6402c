namespace Mtok;

/// <summary>A key of a workload that is given on a command line: it replaces the file's, and is read and checked as the file's would be.</summary>
/// <param name="Path">The key with the tables it is in: <c>traffic, requests_per_second</c>.</param>
/// <param name="Texts">One text, or the texts of a list.</param>
/// <param name="From">What gives it, as problems name it: <c>--rps</c>.</param>
public sealed record GivenKey(IReadOnlyList<string> Path, IReadOnlyList<string> Texts, string From)
{
    private static readonly string[] Lengths = ["input", "output"];

    /// <summary>Puts keys in the places of a workload's own. One volume replaces any other, and a shape replaces the peak of the one before.</summary>
    internal static void Apply(TomlTable root, IReadOnlyList<GivenKey> given)
    {
        if (given.Any(IsVolume))
        {
            TrafficReader.VolumeKeys.ToList().ForEach(key => root.Remove(["traffic", key]));
        }

        if (given.Any(key => key.Path[^1] == "shape"))
        {
            root.Remove(["traffic", "peak_ratio"]);
        }

        foreach (var key in given.Where(key => key.Path is [_, _, _]))
        {
            root.Remove([.. key.Path.SkipLast(1)]);
        }

        foreach (var key in given)
        {
            root.Set(key.Path, key.Texts, new(key.From, 0, 0));
        }
    }

    /// <summary>What a workload cannot do without and is not given.</summary>
    internal static IEnumerable<GivenKey> Lacking(IReadOnlyList<GivenKey> given, Catalog catalog)
    {
        static GivenKey Stand(string text, params string[] path) => new(path, [text], "command line");
        if (!given.Any(key => key.Path is ["models"]))
        {
            yield return Stand("command line", "name");
            yield return Stand(catalog.Models.MaxBy(model => model.Context)!.Id, "models");
        }

        if (!given.Any(key => IsVolume(key) || key.Path[^1] == "shape"))
        {
            yield return Stand("1", "traffic", "requests_per_second");
        }

        foreach (var length in Lengths.Where(length => !given.Any(key => key.Path is ["tokens", var name] && name == length)))
        {
            yield return Stand("1", "tokens", length);
        }
    }

    /// <summary>Whether the key states a volume.</summary>
    internal static bool IsVolume(GivenKey key) => key.Path is ["traffic", var name] && TrafficReader.VolumeKeys.Contains(name);
}
