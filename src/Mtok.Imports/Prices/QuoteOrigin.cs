namespace Mtok.Imports;

/// <summary>The origin of a file's quotes: seller, date and source.</summary>
internal sealed class QuoteOrigin
{
    private readonly PriceConditions _given;
    private readonly PriceNames _names;
    private readonly string _source;

    public QuoteOrigin(string file, string format, PriceConditions given, PriceNames names)
    {
        File = file;
        _given = given;
        _names = names;
        _source = given.Source ?? $"{format}, {Path.GetFileName(file)}";
        Seller = given.Seller is { } seller ? names.Provider(seller) : "";
    }

    public string File { get; }

    /// <summary>The seller, if the file does not state one; empty if the user does not either.</summary>
    public string Seller { get; }

    /// <summary>Whether a quote had no date, neither in the file nor from the user.</summary>
    public bool LacksDate { get; private set; }

    /// <summary>Whether a quote had no seller.</summary>
    public bool LacksSeller { get; private set; }

    /// <summary>The seller or provider of a quote; empty if unknown.</summary>
    public string SellerOf(string quoted)
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

    /// <summary>As <see cref="At(AsOf?, int)"/>, with the days on which the price holds; one that begins after it was seen is an announcement.</summary>
    public Provenance At(AsOf? quoted, AsOf? since, AsOf? until, int line)
    {
        var at = At(quoted, line);
        return at with { Since = since, Until = until, Announced = at.AsOf.IsDated && since > at.AsOf ? at.AsOf : null };
    }
}
