using System.Runtime.CompilerServices;

namespace Mtok.Imports;

/// <summary>
/// Resolves the names of a source by explicit spellings: the aliases of the catalog, and the machines and provider's models that its rows
/// already name; a model's name of which nothing is known by the rule of <see cref="ModelNaming"/>. Any other name remains unresolved.
/// </summary>
internal sealed class PriceNames
{
    /// <summary>The provider's names of entries that a catalog carries, found once for all files read with it.</summary>
    private static readonly ConditionalWeakTable<Catalog, Dictionary<(string Provider, string Model, string Entry), string>> Carried = [];

    private readonly Catalog _catalog;
    private readonly Dictionary<(string Of, string Name), Alias> _aliases = [];
    private readonly Dictionary<(string Seller, string Instance), KnownMachine?> _machines = [];
    private readonly Dictionary<(string Provider, string Name), string?> _models = [];
    private readonly Dictionary<(string Provider, string Model, string Entry), string> _entries = [];
    private readonly Dictionary<string, string> _derived = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Of, string Name), string?> _accelerators = [];

    public PriceNames(Catalog catalog)
    {
        _catalog = catalog;
        foreach (var alias in catalog.Aliases)
        {
            _aliases[(alias.Of, Spelling.Fold(alias.Name))] = alias;
            if (alias is { AcceleratorId: { } accelerator, Gpus: { } gpus })
            {
                _machines[(alias.Of, alias.Name)] = new(accelerator, gpus, alias.PricedApartAs);
            }
        }

        foreach (var offer in catalog.EveryOffer.Where(offer => !offer.SoldByGpu))
        {
            var known = new KnownMachine(offer.AcceleratorId, offer.Gpus, "");
            if (!_machines.TryAdd((offer.Seller, offer.Instance), known)
                && _machines[(offer.Seller, offer.Instance)] is { } other
                && (other.AcceleratorId, other.Gpus) != (known.AcceleratorId, known.Gpus))
            {
                _machines[(offer.Seller, offer.Instance)] = null;
            }
        }

        foreach (var api in catalog.EveryApi)
        {
            if (!_models.TryAdd((api.Provider, api.ProviderModel), api.ModelId) && _models[(api.Provider, api.ProviderModel)] != api.ModelId)
            {
                _models[(api.Provider, api.ProviderModel)] = null;
            }
        }
    }

    private static Dictionary<(string Provider, string Model, string Entry), string> EntriesOf(Catalog catalog)
    {
        var entries = new Dictionary<(string Provider, string Model, string Entry), string>();
        foreach (var api in catalog.EveryApi)
        {
            entries.TryAdd((api.Provider, api.ModelId, catalog.Naming.Of(api.ProviderModel, api.Provider).Entry), api.ProviderModel);
        }

        return entries;
    }

    /// <summary>The catalog's name of a seller or provider; an unknown one is kept, in lower case and made valid as a file name.</summary>
    public string Provider(string name)
    {
        if (_aliases.TryGetValue(("", Spelling.Fold(name)), out var alias) && alias.Provider is { } provider)
        {
            return provider;
        }

        var letters = name.Trim().ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-');
        return string.Concat(letters).Trim('.', '-');
    }

    /// <summary>The machine of that name; null if unknown.</summary>
    public KnownMachine? Machine(string seller, string instance) => _machines.GetValueOrDefault((seller, instance));

    /// <summary>The accelerator by a seller's name for it; null if unknown.</summary>
    public string? Accelerator(string seller, string name)
    {
        if (!_accelerators.TryGetValue((seller, name), out var id))
        {
            id = Find(seller, name)?.AcceleratorId ?? _catalog.FindAccelerator(name)?.Id;
            _accelerators[(seller, name)] = id;
        }

        return id;
    }

    /// <summary>The model by a provider's name for it, and the spelling of that provider's entry; null if the name is no model's.</summary>
    public (string Id, string Entry)? Model(string provider, string name)
    {
        var spelt = _catalog.Naming.Of(name, provider);
        var id = _models.TryGetValue((provider, name), out var known) && known is not null
            ? known
            : Find(provider, name)?.ModelId ?? _catalog.FindModel(name)?.Id ?? _catalog.FindModel(spelt.Id)?.Id ?? Derived(spelt.Id);
        if (id.Length == 0)
        {
            return null;
        }

        var key = (provider, id, spelt.Entry);
        if (Carried.GetValue(_catalog, EntriesOf).TryGetValue(key, out var carried))
        {
            return (id, carried);
        }

        _entries.TryAdd(key, name);
        return (id, _entries[key]);
    }

    /// <summary>The id as the catalog or an earlier row of the file spells it.</summary>
    private string Derived(string id)
    {
        if (id.Length == 0)
        {
            return "";
        }

        var folded = Spelling.Fold(id);
        _derived.TryAdd(folded, id);
        return _derived[folded];
    }

    private Alias? Find(string of, string name)
    {
        var folded = Spelling.Fold(name);
        return _aliases.GetValueOrDefault((of, folded)) ?? _aliases.GetValueOrDefault(("", folded));
    }
}

/// <summary>The accelerators of a machine, according to the catalog.</summary>
/// <param name="AcceleratorId">The accelerator.</param>
/// <param name="Gpus">The number of accelerators.</param>
/// <param name="PricedApartAs">The spelling under which they are priced separately; empty if the machine's price includes them.</param>
internal sealed record KnownMachine(string AcceleratorId, int Gpus, string PricedApartAs);
