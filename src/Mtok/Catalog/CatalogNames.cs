namespace Mtok;

/// <summary>Finds what a request names in the catalog; an unknown name is reported at its property with the nearest known one.</summary>
/// <param name="catalog">Where to look.</param>
/// <param name="problems">Where to report.</param>
public sealed class CatalogNames(Catalog catalog, RequestProblems problems)
{
    /// <summary>The model, or null where it is unknown.</summary>
    /// <param name="name">Its id, an alias, or the path of its <c>config.json</c>.</param>
    /// <param name="mix">The tokens of a request; more than the model's context is an error.</param>
    /// <param name="property">The property that names it.</param>
    public Model? Model(string name, TokenMix mix, string property = nameof(Model))
    {
        if (ModelConfig.IsFile(name))
        {
            return ModelConfig.Read(name, problems.All);
        }

        if (catalog.FindModel(name) is not { } found)
        {
            problems.Error(property, $"unknown model \"{name}\"{catalog.SuggestModel(name)}", "unknown-model");
            return null;
        }

        if (mix.Total > found.Context)
        {
            problems.Error(property, $"{mix} is more than the {found.Context} that {found.Id} takes", "too-long");
        }

        return found;
    }

    /// <summary>The model whatever the length of requests, or null where it is unknown.</summary>
    public Model? Model(string name) => Model(name, new(default, Tokens.FromCount(1), Ratio.Zero));

    /// <summary>The accelerators of that name: all of them for <c>all</c>, none where it is unknown.</summary>
    public IReadOnlyList<Accelerator> Accelerators(string name) =>
        name == "all" ? catalog.Accelerators : Accelerator(name) is { } found ? [found] : [];

    /// <summary>The accelerator, or null where it is unknown.</summary>
    /// <param name="name">Its id or an alias.</param>
    /// <param name="property">The property that names it.</param>
    public Accelerator? Accelerator(string name, string property = nameof(Accelerator))
    {
        var found = catalog.FindAccelerator(name);
        if (found is null)
        {
            problems.Error(property, $"unknown accelerator \"{name}\"{catalog.SuggestAccelerator(name)}", "unknown-accelerator");
        }

        return found;
    }

    /// <summary>The precision; null where none is named or it is unknown.</summary>
    public Precision? Precision(string? name)
    {
        if (name is not null && !Mtok.Precision.Bits.ContainsKey(name))
        {
            problems.Error(
                nameof(Precision),
                $"\"{name}\" must be one of {string.Join(", ", Mtok.Precision.Bits.Keys)}{Spelling.DidYouMean(name, Mtok.Precision.Bits.Keys)}",
                "unknown-word");
        }

        return name is null ? null : Mtok.Precision.Named(name);
    }

    /// <summary>The precision of keys and values; null where none is named or it is unknown.</summary>
    public Precision? KvPrecision(string? name)
    {
        var known = Mtok.Precision.OfKvCache;
        if (name is not null && !known.Contains(name))
        {
            problems.Error(nameof(KvPrecision), $"\"{name}\" must be one of {string.Join(", ", known)}{Spelling.DidYouMean(name, known)}", "unknown-word");
            return null;
        }

        return name is null ? null : Mtok.Precision.Named(name);
    }

    /// <summary>The engine family as the catalog spells it; null where none is named or it is unknown.</summary>
    public string? Engine(string? name)
    {
        var known = catalog.Measurements.Select(row => row.Engine).Concat(catalog.Engines.Select(engine => engine.Family)).Distinct().ToList();
        var found = name is null ? null : known.Find(engine => Spelling.Fold(engine) == Spelling.Fold(name));
        if (name is not null && found is null)
        {
            problems.Error(nameof(Engine), $"unknown engine \"{name}\"{Spelling.DidYouMean(name, known)}", "unknown-engine");
        }

        return found;
    }

    /// <summary>The traffic profile, or null where it is unknown.</summary>
    public TrafficProfile? Profile(string name)
    {
        var found = catalog.FindProfile(name);
        if (found is null)
        {
            var known = catalog.Profiles.Select(profile => profile.Id).ToList();
            problems.Error(
                nameof(Profile),
                $"unknown profile \"{name}\"{Spelling.DidYouMean(name, known)}; there are {string.Join(", ", known)}",
                "unknown-profile");
        }

        return found;
    }
}
