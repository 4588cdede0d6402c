namespace Mtok.Imports;

/// <summary>The price of a machine as a source quotes it, before names are resolved and figures checked.</summary>
internal sealed record MachineQuote(string Seller, string Instance, decimal? Price, Pricing Pricing, int Line)
{
    /// <summary>The spellings of its accelerator, the most specific first.</summary>
    public IReadOnlyList<string> Accelerators { get; init; } = [];

    /// <summary>The number of accelerators; null if the source does not state it.</summary>
    public decimal? Gpus { get; init; }

    public bool SoldByGpu { get; init; }

    public string Region { get; init; } = "";

    public string Zone { get; init; } = "";

    public string Tier { get; init; } = "";

    public string Currency { get; init; } = "USD";

    /// <summary>The memory of one accelerator; null if not stated.</summary>
    public Bytes? Memory { get; init; }

    /// <summary>Whether that may be the memory of all accelerators together.</summary>
    public bool MayBeTotal { get; init; }

    public AsOf? AsOf { get; init; }

    /// <summary>The first day on which it holds; null if not stated.</summary>
    public AsOf? Since { get; init; }

    /// <summary>The last day on which it holds; null if not stated.</summary>
    public AsOf? Until { get; init; }
}

/// <summary>Token prices as a source quotes them, in US dollars per million tokens.</summary>
internal sealed record TokenQuote(string Provider, string Name, decimal? Input, decimal? Output, int Line)
{
    public decimal? CachedInput { get; init; }

    public decimal? CacheWrite { get; init; }

    public decimal? CacheWriteHour { get; init; }

    public decimal? Reasoning { get; init; }

    public ApiService Service { get; init; }

    /// <summary>The hours of the week in which it applies; null for all.</summary>
    public PriceHours? Hours { get; init; }

    public decimal? Context { get; init; }

    public decimal? AboveInput { get; init; }

    public decimal? PerRequest { get; init; }

    /// <summary>The day on which the price was seen; null for the day of the file.</summary>
    public AsOf? AsOf { get; init; }

    /// <summary>The first day on which it holds; null if not stated.</summary>
    public AsOf? Since { get; init; }

    /// <summary>The last day on which it holds; null if not stated.</summary>
    public AsOf? Until { get; init; }

    /// <summary>Whether it is a usual price, which states input and output; others may restate only one of them.</summary>
    public bool IsBase => Service == ApiService.Standard && Hours is null && AboveInput is null;

    /// <summary>Whether it states any price.</summary>
    public bool StatesAny => (Input ?? Output ?? CachedInput ?? CacheWrite ?? CacheWriteHour ?? Reasoning) is not null;
}
