namespace Mtok.Tracking;

/// <summary>
/// Answers of Anthropic's usage and cost reports. The classes are disjoint as stated; requests are not stated. Amounts are in the smallest
/// unit of the currency: 123.45 are $1.2345.
/// </summary>
internal static class AnthropicUsage
{
    private const decimal Cents = 100;
    private static readonly string[] Begins = ["starting_at"];
    private static readonly string[] Ends = ["ending_at"];
    private static readonly string[] Teams = ["workspace_name", "workspace_id", "api_key_id"];
    private static readonly string[] Groups = ["workspace_id", "api_key_id", "model", "service_tier", "context_window", "inference_geo"];

    public static Source Source { get; } = new("Anthropic usage and costs", Fits, Read);

    private static bool Fits(SourceFile file) => JsonNames.In(file).IsSupersetOf(["starting_at", "ending_at", "results"]);

    private static void Read(SourceFile file, IReadings readings, Problems problems) =>
        UsagePages.Read(file, readings, problems, Begins, Ends, (result, bucket) =>
        {
            if (result.Has("amount"))
            {
                AddCost(result, bucket, readings);
            }
            else
            {
                AddUsage(result, bucket, readings);
            }
        });

    private static void AddUsage(JsonFields result, UsagePages.Bucket bucket, IReadings readings)
    {
        var uncached = result.Count("uncached_input_tokens");
        var read = result.Count("cache_read_input_tokens");
        var (minutes, hour) = (result.Count("cache_creation.ephemeral_5m_input_tokens"), result.Count("cache_creation.ephemeral_1h_input_tokens"));
        var tokens = TokenClasses.Unknown with
        {
            Input = uncached + (read ?? 0) + (minutes ?? 0) + (hour ?? 0),
            InputUncached = uncached,
            CacheRead = read,
            CacheWrite5m = minutes,
            CacheWrite1h = hour,
            CacheWriteUnsplit = minutes is null && hour is null ? null : 0,
            Output = result.Count("output_tokens"),
        };
        if (tokens.Total is null)
        {
            readings.LeaveOut("no tokens", bucket.Where);
            return;
        }

        foreach (var doubt in TokenDoubts.Of(tokens))
        {
            readings.Warn(bucket.Where, doubt);
        }

        readings.Add(new Usage(
            bucket.Where, bucket.IdOf("anthropic", result, Groups), bucket.From, new(result.Text("model"), result.Text(Teams), ""), null, tokens)
        {
            Until = bucket.Until,
        });
    }

    private static void AddCost(JsonFields result, UsagePages.Bucket bucket, IReadings readings)
    {
        if (result.Amount("amount") is not { } amount)
        {
            return;
        }

        var currency = result.Text("currency").ToUpperInvariant();
        readings.Add(new BillRow(
            bucket.Where, "Anthropic", bucket.Period, bucket.From, bucket.Until, amount < 0 ? BillItem.Credit : BillItem.Used,
            new(result.Text("model"), result.Text(Teams), ""), new(amount / Cents, currency.Length == 0 ? "USD" : currency), null)
        {
            Class = ClassOf(result.Text("token_type")),
            Sku = result.Text("description"),
            Service = result.Text("cost_type"),
        });
    }

    private static TokenClass? ClassOf(string type) => type switch
    {
        "uncached_input_tokens" => TokenClass.InputUncached,
        "cache_read_input_tokens" => TokenClass.CacheRead,
        "cache_creation.ephemeral_5m_input_tokens" => TokenClass.CacheWrite5m,
        "cache_creation.ephemeral_1h_input_tokens" => TokenClass.CacheWrite1h,
        "output_tokens" => TokenClass.Output,
        _ => null,
    };
}
