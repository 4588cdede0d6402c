namespace Mtok.Tracking;

/// <summary>A usage object read by its dialect.</summary>
/// <param name="Tokens">The disjoint classes.</param>
/// <param name="Billed">What is paid for where it differs; null where it does not.</param>
/// <param name="Doubts">What does not fit together, in sentences; empty where all does.</param>
internal sealed record DialectReading(TokenClasses Tokens, TokenClasses? Billed, IReadOnlyList<string> Doubts)
{
    /// <summary>Reads a usage object.</summary>
    public static DialectReading Of(UsageDialect dialect, JsonFields usage)
    {
        var doubts = new List<string>();
        var prompt = Prompt.Of(usage.Count(dialect.Prompt), Cache.Of(dialect, usage), dialect, doubts);
        long? tool = dialect.ToolPrompt.Length == 0 ? null : usage.Count(dialect.ToolPrompt) ?? 0;
        var reasoning = usage.Count(dialect.Reasoning) ?? Absent(dialect, TokenClass.Reasoning);
        var output = usage.Count(dialect.Output) ?? Absent(dialect, TokenClass.Output);
        if (dialect.ReasoningIsBeside)
        {
            output += reasoning;
        }

        var tokens = new TokenClasses(
            prompt.All + (tool ?? 0), prompt.Uncached, prompt.Cache.Read, prompt.Cache.Written5m, prompt.Cache.Written1h, prompt.Cache.Unsplit,
            output, reasoning)
        {
            ToolPrompt = tool,
        };
        doubts.AddRange(TokenDoubts.Of(tokens));
        CheckTotal(dialect, usage, tokens, doubts);
        return new(tokens, BilledOf(dialect, usage), doubts);
    }

    /// <summary>What a class counts where its field is absent: zero if the vendor leaves zeros out, else not stated.</summary>
    internal static long? Absent(UsageDialect dialect, TokenClass of) => dialect.AbsentIsZero.Contains(of) ? 0 : null;

    private static TokenClasses? BilledOf(UsageDialect dialect, JsonFields usage) =>
        usage.Count(dialect.BilledPrompt) is { } input
            ? TokenClasses.Unknown with { Input = input, Output = usage.Count(dialect.BilledOutput) }
            : null;

    private static void CheckTotal(UsageDialect dialect, JsonFields usage, TokenClasses tokens, List<string> doubts)
    {
        if (usage.Count(dialect.Total) is { } total && tokens.Total is { } sum && total > sum && !dialect.IsDoubtful)
        {
            doubts.Add($"the total of {total} tokens exceeds the classes' {sum}: {total - sum} are in none");
        }
    }

    /// <summary>Cached tokens as stated: read, written, and the written ones by lifetime.</summary>
    private sealed record Cache(long? Read, long? Written5m, long? Written1h, long? Unsplit)
    {
        public long Sum => (Read ?? 0) + (Written5m ?? 0) + (Written1h ?? 0) + (Unsplit ?? 0);

        /// <summary>A part of the written tokens may be in neither lifetime: it is written all the same.</summary>
        public static Cache Of(UsageDialect dialect, JsonFields usage)
        {
            var read = usage.Count(dialect.Read) ?? Absent(dialect, TokenClass.CacheRead);
            var written = usage.Count(dialect.Written);
            var minutes = usage.Count(dialect.Written5m) ?? Lifetime(usage, "5m");
            var hour = usage.Count(dialect.Written1h) ?? Lifetime(usage, "1h");
            var split = minutes is not null || hour is not null || ((written ?? 0) == 0 && dialect.AbsentIsZero.Contains(TokenClass.CacheWrite5m));
            return split
                ? new(read, minutes ?? 0, hour ?? 0, written is null ? 0 : written - (minutes ?? 0) - (hour ?? 0))
                : new(read, null, null, written ?? Absent(dialect, TokenClass.CacheWriteUnsplit));
        }

        /// <summary>Bedrock lists written tokens by time to live.</summary>
        private static long? Lifetime(JsonFields usage, string lifetime)
        {
            long? sum = null;
            foreach (var detail in usage.Array("cacheDetails").Select(usage.Of).Where(detail => detail.Text("ttl") == lifetime))
            {
                sum = (sum ?? 0) + (detail.Count("inputTokens") ?? 0);
            }

            return sum;
        }
    }

    /// <summary>The prompt with its parts. Counts that contradict the dialect are read the other way and stated; nothing is cut to zero.</summary>
    private sealed record Prompt(long? All, long? Uncached, Cache Cache)
    {
        public static Prompt Of(long? stated, Cache cache, UsageDialect dialect, List<string> doubts)
        {
            if (stated is not { } count)
            {
                return new(null, null, cache);
            }

            var inside = dialect.Cached != CachedTokens.BesidePrompt && cache.Sum <= count;
            if (dialect.IsDoubtful && cache.Sum > 0)
            {
                doubts.Add($"{dialect.Name}: {cache.Sum} cached tokens are read as {(inside ? "a part of" : "beside")} the prompt's {count}");
            }
            else if (dialect.Cached == CachedTokens.InsidePrompt && !inside)
            {
                doubts.Add($"{cache.Sum} cached tokens exceed the prompt's {count}, so they are read as beside it");
            }

            var all = inside ? count : count + cache.Sum;
            return new(all, cache.Read is null && cache.Sum == 0 && dialect.Read.Length > 0 ? null : all - cache.Sum, cache);
        }
    }
}
