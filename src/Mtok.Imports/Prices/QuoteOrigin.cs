namespace Mtok.Imports;

/// <summary>Where a file's quotes come from: who asks them, of which day they are, and who says so.</summary>
internal sealed class QuoteOrigin
{
    private readonly PriceConditions _given;
    private readonly PriceNames _names;
    private readonly string _source;

    public QuoteOrigin(string file, string format, PriceConditions given, PriceNames names)
    {
        (File, _given, _names) = (file, given, names);
        _source = given.Source ?? $"{format}, {Path.GetFileName(file)}";
        Seller = given.Seller is { } seller ? names.Provider(seller) : "";
    }

    public string File { get; }

    /// <summary>Who asks the prices, where the file does not say; empty where the user does not say either.</summary>
    public string Seller { get; }

    /// <summary>Whether a quote had no date, neither of its own nor of the user.</summary>
    public bool LacksDate { get; private set; }

    /// <summary>Whether a quote had no seller.</summary>
    public bool LacksSeller { get; private set; }

    /// <summary>The seller or provider that is meant; empty where nobody says.</summary>
    public string Asking(string quoted)
    {
        var seller = _names.Provider(quoted.Length > 0 ? quoted : Seller);
        LacksSeller |= seller.Length == 0;
        return seller;
    }

    public Provenance At(AsOf? quoted, int line)
    {
        var asOf = quoted ?? _given.AsOf;
        LacksDate |= asOf is null;
        return new(asOf ?? AsOf.Undated, _source, new(File, line, 1));
    }
}
