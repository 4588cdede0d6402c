namespace Mtok.Imports;

/// <summary>Collects the quotes of a file, resolves names, and drops implausible rows with the reason.</summary>
internal sealed class Quotes
{
    private readonly string _file;
    private readonly PriceConditions _given;
    private readonly QuoteOrigin _origin;
    private readonly QuoteRemarks _remarks;
    private readonly MachineQuotes _machines;
    private readonly TokenQuotes _tokens;
    private readonly Dictionary<(string, string), InterruptionBand> _bands = [];

    public Quotes(string file, string format, Catalog catalog, PriceConditions given, PriceNames names)
    {
        _file = file;
        _given = given;
        Names = names;
        _origin = new(file, format, given, names);
        _remarks = new(file);
        _machines = new(catalog, names, _origin, _remarks);
        _tokens = new(names, _origin, _remarks);
    }

    public PriceNames Names { get; }

    /// <inheritdoc cref="QuoteOrigin.Seller"/>
    public string Seller => _origin.Seller;

    /// <summary>The date of the file given by the user; null if none.</summary>
    public AsOf? Day => _given.AsOf;

    /// <summary>Whether it includes all pages that the file links to.</summary>
    public bool HasAllPages => _given.HasAllPages;

    /// <inheritdoc cref="QuoteOrigin.LacksDate"/>
    public bool LacksDate => _origin.LacksDate;

    /// <inheritdoc cref="QuoteOrigin.LacksSeller"/>
    public bool LacksSeller => _origin.LacksSeller;

    public PriceReasons.Reason Reason(string rule, string why) => _remarks.Reason(rule, why);

    public void Drop(string rule, string why, int line, string example) => _remarks.Drop(rule, why, line, example);

    public void Note(string rule, string why, int line, string example) => _remarks.Note(rule, why, line, example);

    /// <summary>Adds a machine's price.</summary>
    public void Add(MachineQuote quote) => _machines.Add(quote);

    /// <summary>Adds a token price.</summary>
    public void Add(TokenQuote quote) => _tokens.Add(quote);

    /// <summary>Adds how often a spot machine is reclaimed.</summary>
    public void Add(string seller, string instance, string region, Ratio low, Ratio? high, int line)
    {
        if (Names.Machine(seller, instance) is null)
        {
            Drop("no-accelerator", "machines without an accelerator in the catalog", line, $"{seller}/{instance}");
            return;
        }

        _bands[(instance, region)] = new(seller, instance, region, low, high, _origin.At(null, line));
    }

    /// <summary>Records a name without an alias.</summary>
    public void Unmapped(string what, string of, string name) => _remarks.Unmapped(what, of, name);

    /// <summary>The completed import, after the checks that need all quotes together.</summary>
    public PriceImport Import(string format)
    {
        _machines.CheckTogether();
        _tokens.AddServices();
        return new(
            _file, format, [.. _machines.Offers.Rows], [.. _tokens.Prices.Rows], [.. _bands.Values], _remarks.Dropped,
            _remarks.UnmappedNames, _remarks.Notes);
    }
}
