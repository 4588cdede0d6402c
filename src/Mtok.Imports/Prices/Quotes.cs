namespace Mtok.Imports;

/// <summary>Takes what a file quotes, understands names, refuses what cannot be true and says why.</summary>
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
        (_file, _given, Names) = (file, given, names);
        _origin = new(file, format, given, names);
        _remarks = new(file);
        _machines = new(catalog, names, _origin, _remarks);
        _tokens = new(names, _origin, _remarks);
    }

    public PriceNames Names { get; }

    /// <inheritdoc cref="QuoteOrigin.Seller"/>
    public string Seller => _origin.Seller;

    /// <summary>The day the user says the file is of, or null.</summary>
    public AsOf? Day => _given.AsOf;

    /// <summary>Whether pages that the file's own links lead to are in it.</summary>
    public bool HasAllPages => _given.HasAllPages;

    /// <inheritdoc cref="QuoteOrigin.LacksDate"/>
    public bool LacksDate => _origin.LacksDate;

    /// <inheritdoc cref="QuoteOrigin.LacksSeller"/>
    public bool LacksSeller => _origin.LacksSeller;

    public PriceReasons.Reason Reason(string rule, string why) => _remarks.Reason(rule, why);

    public void Drop(string rule, string why, int line, string example) => _remarks.Drop(rule, why, line, example);

    public void Note(string rule, string why, int line, string example) => _remarks.Note(rule, why, line, example);

    /// <summary>A machine's price.</summary>
    public void Add(MachineQuote quote) => _machines.Add(quote);

    /// <summary>A token price.</summary>
    public void Add(TokenQuote quote) => _tokens.Add(quote);

    /// <summary>How often a spot machine is taken back.</summary>
    public void Add(string seller, string instance, string region, Ratio low, Ratio? high, int line)
    {
        if (Names.Machine(seller, instance) is null)
        {
            Drop("no-accelerator", "machines that the catalog knows no accelerator of", line, $"{seller}/{instance}");
            return;
        }

        _bands[(instance, region)] = new(seller, instance, region, low, high, _origin.At(null, line));
    }

    /// <summary>A name that no alias explains.</summary>
    public void Unmapped(string what, string of, string name) => _remarks.Unmapped(what, of, name);

    /// <summary>All that was taken, after the checks that need all quotes together.</summary>
    public PriceImport Import(string format)
    {
        _machines.CheckAgainstOnDemand();
        return new(_file, format, [.. _machines.Offers.Rows], [.. _tokens.Prices.Rows], [.. _bands.Values], _remarks.Dropped, _remarks.UnmappedNames, _remarks.Notes);
    }
}
