namespace Mtok.Tracking;

/// <summary>What a column of a usage log tells.</summary>
public enum UsageColumn
{
    /// <summary>The request's id: a row with an id seen before counts once.</summary>
    Id,

    /// <summary>When it was asked.</summary>
    Time,

    /// <summary>Who asked.</summary>
    Team,

    /// <summary>The model.</summary>
    Model,

    /// <summary>The deployment, service or provider.</summary>
    Deployment,

    /// <summary>How it ended: a word or an HTTP status.</summary>
    Status,

    /// <summary>What it cost, in US dollars.</summary>
    Cost,

    /// <summary>Requests that a row adds up; one where the column is absent.</summary>
    Requests,

    /// <summary>All prompt tokens, cached ones included.</summary>
    Input,

    /// <summary>Prompt tokens that were neither read from a cache nor written to one.</summary>
    InputUncached,

    /// <summary>Prompt tokens read from a cache.</summary>
    CacheRead,

    /// <summary>Prompt tokens written to a cache.</summary>
    CacheWrite,

    /// <summary>Those written for five minutes.</summary>
    CacheWrite5m,

    /// <summary>Those written for one hour.</summary>
    CacheWrite1h,

    /// <summary>Generated tokens, reasoning included.</summary>
    Output,

    /// <summary>Generated tokens that are reasoning.</summary>
    Reasoning,
}

/// <summary>Which column of a usage log tells what: by the common spellings, or as a user says.</summary>
public sealed class UsageColumns
{
    private static readonly Dictionary<UsageColumn, IReadOnlyList<string>> Spellings = new()
    {
        [UsageColumn.Id] = UsageNames.RequestId,
        [UsageColumn.Time] = UsageNames.Time,
        [UsageColumn.Team] = UsageNames.Team,
        [UsageColumn.Model] = UsageNames.Model,
        [UsageColumn.Deployment] = UsageNames.Deployment,
        [UsageColumn.Status] = UsageNames.Status,
        [UsageColumn.Cost] = UsageNames.Cost,
        [UsageColumn.Requests] = ["requests", "num_requests", "request_count", "num_model_requests", "calls"],
        [UsageColumn.Input] =
        [
            "input_tokens", "prompt_tokens", "tokens_in", "tokens_input", "tokens_prompt", "total_input_tokens", "total_prompt_tokens", "input_token_count",
            "prompt_token_count", "num_prompt_tokens", "num_input_tokens", "in_tokens", "input_toks", "input",
        ],
        [UsageColumn.InputUncached] = ["input_uncached", "input_uncached_tokens", "uncached_input_tokens", "uncached_tokens"],
        [UsageColumn.CacheRead] =
        [
            "cache_read", "cache_read_tokens", "cache_read_input_tokens", "cached_tokens", "cached_input_tokens", "input_cached_tokens", "cache_hit_tokens",
            "num_cached_tokens", "cached",
        ],
        [UsageColumn.CacheWrite] = ["cache_write", "cache_write_tokens", "cache_write_input_tokens", "cache_creation_tokens", "cache_creation_input_tokens"],
        [UsageColumn.CacheWrite5m] = ["cache_write_5m", "cache_write_5m_tokens", "cache_creation_5m_tokens", "ephemeral_5m_input_tokens"],
        [UsageColumn.CacheWrite1h] = ["cache_write_1h", "cache_write_1h_tokens", "cache_creation_1h_tokens", "ephemeral_1h_input_tokens"],
        [UsageColumn.Output] =
        [
            "output_tokens", "completion_tokens", "tokens_out", "tokens_output", "tokens_completion", "generated_tokens", "generation_tokens",
            "total_output_tokens", "total_completion_tokens", "output_token_count", "completion_token_count", "num_generation_tokens", "num_output_tokens",
            "out_tokens", "output_toks", "output",
        ],
        [UsageColumn.Reasoning] = ["reasoning_tokens", "output_reasoning_tokens", "thinking_tokens", "thoughts_tokens", "reasoning"],
    };

    private readonly Dictionary<string, (UsageColumn Column, int Rank)> _known;

    private UsageColumns(Dictionary<string, (UsageColumn Column, int Rank)> known, IReadOnlyList<string> given)
    {
        _known = known;
        Given = given;
    }

    /// <summary>The common spellings.</summary>
    public static UsageColumns Common { get; } = new(Known(Spellings), []);

    /// <summary>The columns that a user named.</summary>
    public IReadOnlyList<string> Given { get; }

    /// <summary>Reads <c>team=dept,model=name,input=tokens_in</c>; what is not named is found by its common spellings.</summary>
    /// <param name="text">The text.</param>
    /// <param name="where">Where it was given.</param>
    /// <param name="problems">Where to report what is wrong with it.</param>
    public static UsageColumns Parse(string text, Location where, Problems problems)
    {
        var spellings = new Dictionary<UsageColumn, IReadOnlyList<string>>(Spellings);
        var given = new List<string>();
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || parts[1].Length == 0)
            {
                problems.Error(where, "bad-columns", $"\"{pair}\" must name a column, such as team=department");
            }
            else if (Named(parts[0]) is not { } column)
            {
                problems.Error(where, "bad-columns", $"unknown column \"{parts[0]}\"{Spelling.DidYouMean(parts[0], Names)}; known: {string.Join(", ", Names)}");
            }
            else if (given.Contains(parts[1]))
            {
                problems.Error(where, "bad-columns", $"column \"{parts[1]}\" is named twice");
            }
            else
            {
                spellings[column] = [parts[1]];
                given.Add(parts[1]);
            }
        }

        return new(Known(spellings, given), given);
    }

    /// <summary>What a column of this name tells, and how it ranks among others that tell it (the lowest counts); null where nothing.</summary>
    internal (UsageColumn Column, int Rank)? Of(string name) => _known.TryGetValue(Spelling.Fold(name), out var known) ? known : null;

    /// <summary>The names of the columns, as a user writes them.</summary>
    private static readonly Dictionary<string, UsageColumn> ByName = new(StringComparer.Ordinal)
    {
        ["id"] = UsageColumn.Id,
        ["time"] = UsageColumn.Time,
        ["team"] = UsageColumn.Team,
        ["model"] = UsageColumn.Model,
        ["deployment"] = UsageColumn.Deployment,
        ["status"] = UsageColumn.Status,
        ["cost"] = UsageColumn.Cost,
        ["requests"] = UsageColumn.Requests,
        ["input"] = UsageColumn.Input,
        ["input_uncached"] = UsageColumn.InputUncached,
        ["cache_read"] = UsageColumn.CacheRead,
        ["cached"] = UsageColumn.CacheRead,
        ["cache_write"] = UsageColumn.CacheWrite,
        ["cache_write_5m"] = UsageColumn.CacheWrite5m,
        ["cache_write_1h"] = UsageColumn.CacheWrite1h,
        ["output"] = UsageColumn.Output,
        ["reasoning"] = UsageColumn.Reasoning,
    };

    private static IEnumerable<string> Names => ByName.Keys;

    private static UsageColumn? Named(string name) => ByName.TryGetValue(name, out var column) ? column : null;

    /// <summary>By folded name. What a user named stands before every common spelling.</summary>
    private static Dictionary<string, (UsageColumn Column, int Rank)> Known(
        Dictionary<UsageColumn, IReadOnlyList<string>> spellings, IReadOnlyList<string>? given = null)
    {
        var known = new Dictionary<string, (UsageColumn Column, int Rank)>(StringComparer.Ordinal);
        foreach (var (column, names) in spellings.OrderByDescending(pair => given?.Contains(pair.Value[0]) ?? false).ThenBy(pair => pair.Key))
        {
            for (var rank = 0; rank < names.Count; rank++)
            {
                known.TryAdd(Spelling.Fold(names[rank]), (column, rank));
            }
        }

        return known;
    }
}
