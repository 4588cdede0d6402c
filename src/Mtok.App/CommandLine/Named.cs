namespace Mtok.App;

/// <summary>Things a command line names, found in the catalog or reported with the nearest name.</summary>
internal static class Named
{
    public static Model? Model(Catalog facts, string name, TokenMix mix, Problems problems)
    {
        if (facts.FindModel(name) is not { } found)
        {
            problems.Error(new("--model", 0, 0), "unknown-model", $"unknown model \"{name}\"{facts.SuggestModel(name)}");
            return null;
        }

        if (mix.Total > found.Context)
        {
            problems.Error(new("--model", 0, 0), "too-long", $"{mix} is more than the {found.Context} that {found.Id} takes");
        }

        return found;
    }

    public static IReadOnlyList<Mtok.Accelerator> Accelerators(Catalog facts, string name, Problems problems)
    {
        if (name == "all")
        {
            return facts.Accelerators;
        }

        return Accelerator(facts, name, problems) is { } found ? [found] : [];
    }

    public static Mtok.Accelerator? Accelerator(Catalog facts, string name, Problems problems)
    {
        var found = facts.FindAccelerator(name);
        if (found is null)
        {
            problems.Error(new("--accelerator", 0, 0), "unknown-accelerator", $"unknown accelerator \"{name}\"{facts.SuggestAccelerator(name)}");
        }

        return found;
    }

    public static Precision? Precision(string? name, Problems problems)
    {
        if (name is not null && !Mtok.Precision.Bits.ContainsKey(name))
        {
            problems.Error(new("--precision", 0, 0), "unknown-word", $"\"{name}\" must be one of {string.Join(", ", Mtok.Precision.Bits.Keys)}{Spelling.DidYouMean(name, Mtok.Precision.Bits.Keys)}");
        }

        return name is null ? null : Mtok.Precision.Named(name);
    }

    public static string? Engine(Catalog facts, string? name, Problems problems)
    {
        var known = facts.Measurements.Select(row => row.Engine).Concat(facts.Engines.Select(engine => engine.Family)).Distinct().ToList();
        var found = name is null ? null : known.Find(engine => Spelling.Fold(engine) == Spelling.Fold(name));
        if (name is not null && found is null)
        {
            problems.Error(new("--engine", 0, 0), "unknown-engine", $"unknown engine \"{name}\"{Spelling.DidYouMean(name, known)}");
        }

        return found;
    }

    public static TrafficProfile? Profile(Catalog facts, string name, Problems problems)
    {
        var found = facts.FindProfile(name);
        if (found is null)
        {
            var known = facts.Profiles.Select(profile => profile.Id).ToList();
            problems.Error(new("--profile", 0, 0), "unknown-profile", $"unknown profile \"{name}\"{Spelling.DidYouMean(name, known)}; there are {string.Join(", ", known)}");
        }

        return found;
    }
}
