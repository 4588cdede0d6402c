namespace Mtok.Tracking;

/// <summary>Answers of OpenAI's usage and cost APIs. Input tokens hold the cached and written ones; costs are rows of a bill.</summary>
internal static class OpenAiUsage
{
    private const string Costs = "organization.costs.result";
    private const string Usages = "organization.usage.";
    private static readonly string[] Begins = ["start_time"];
    private static readonly string[] Ends = ["end_time"];
    private static readonly string[] Teams = ["project_name", "project_id", "user_id", "api_key_id"];
    private static readonly string[] Groups = ["object", "project_id", "user_id", "api_key_id", "model", "batch", "service_tier"];

    public static Source Source { get; } = new("OpenAI usage and costs", Fits, Read);

    private static bool Fits(SourceFile file)
    {
        var names = JsonNames.In(file);
        return names.Contains("object=bucket") || names.Any(name => name.StartsWith("object=" + Usages, StringComparison.Ordinal) || name == "object=" + Costs);
    }

    private static void Read(SourceFile file, IReadings readings, Problems problems) =>
        UsagePages.Read(file, readings, problems, Begins, Ends, (result, bucket) =>
        {
            if (result.Text("object") == Costs)
            {
                AddCost(result, bucket, readings);
            }
            else if (result.Count("input_tokens") is null && result.Count("output_tokens") is null)
            {
                readings.LeaveOut("no tokens", bucket.Where);
            }
            else
            {
                AddUsage(result, bucket, readings);
            }
        });

    private static void AddUsage(JsonFields result, UsagePages.Bucket bucket, IReadings readings)
    {
        var (input, read, written) = (result.Count("input_tokens"), result.Count("input_cached_tokens"), result.Count("input_cache_write_tokens"));
        var tokens = TokenClasses.Unknown with
        {
            Input = input,
            InputUncached = result.Count("input_uncached_tokens") ?? (read is null ? null : input - read - (written ?? 0)),
            CacheRead = read,
            CacheWriteUnsplit = written,
            Output = result.Count("output_tokens"),
        };
        foreach (var doubt in TokenDoubts.Of(tokens))
        {
            readings.Warn(bucket.Where, doubt);
        }

        readings.Add(new Usage(
            bucket.Where, bucket.IdOf("openai", result, Groups), bucket.From, new(result.Text("model"), result.Text(Teams), ""),
            result.Count("num_model_requests"), tokens)
        {
            Until = bucket.Until,
        });
    }

    private static void AddCost(JsonFields result, UsagePages.Bucket bucket, IReadings readings)
    {
        if (result.Amount("amount.value") is not { } amount)
        {
            readings.LeaveOut("no amount", bucket.Where);
            return;
        }

        var item = result.Text("line_item");
        var (model, of) = Line(item);
        var currency = result.Text("amount.currency").ToUpperInvariant();
        readings.Add(new BillRow(
            bucket.Where, "OpenAI", bucket.Period, bucket.From, bucket.Until, amount < 0 ? BillItem.Credit : BillItem.Used,
            new(model, result.Text(Teams), ""), new(amount, currency.Length == 0 ? "USD" : currency), null)
        {
            Class = of,
            Tokens = of is not null && result.Text("quantity_unit").Contains("token", StringComparison.OrdinalIgnoreCase) ? result.Count("quantity") : null,
            Sku = item,
            Service = item,
        });
    }

    /// <summary>A line such as <c>gpt-5-mini-2025-08-07, cached input</c>: the model and its class of tokens; neither of any other line.</summary>
    private static (string Model, TokenClass? Class) Line(string item)
    {
        var comma = item.LastIndexOf(',');
        TokenClass? of = comma < 0
            ? null
            : item[(comma + 1)..].Trim().ToLowerInvariant() switch
            {
                "input" => TokenClass.InputUncached,
                "cached input" => TokenClass.CacheRead,
                "cache write" or "cache write input" => TokenClass.CacheWriteUnsplit,
                "output" => TokenClass.Output,
                _ => null,
            };
        return of is null ? ("", null) : (item[..comma].Trim(), of);
    }
}
