using System.Text;

namespace Mtok.Tracking;

/// <summary>The labels of a series, ordered by name, so that the same labels are the same text in every file.</summary>
internal sealed class Labels
{
    /// <summary>Labels that a program itself sets to tell its counts apart; all others name the target.</summary>
    private static readonly HashSet<string> Own = new(
        [
            "le", "quantile", "model_name", "model", "engine", "engine_type", "version", "source", "finished_reason", "finish_reason", "cache_source",
            "tp_rank", "pp_rank", "dp_rank", "moe_ep_rank", "pid", "is_streaming", "endpoint", "request_type", "status", "err", "method", "priority",
            "lora_name", "dynamo_component", "dynamo_endpoint", "dynamo_namespace",
        ],
        StringComparer.Ordinal);

    /// <summary>Labels that tell apart two collectors of the same target, never two targets.</summary>
    private static readonly HashSet<string> Collectors = new(["prometheus_replica", "__replica__", "prometheus"], StringComparer.Ordinal);

    private readonly List<KeyValuePair<string, string>> _all;
    private UsageKey? _key;

    public Labels(IEnumerable<KeyValuePair<string, string>> all) =>
        _all = [.. all.Where(label => label.Value.Length > 0 && !Collectors.Contains(label.Key)).OrderBy(label => label.Key, StringComparer.Ordinal)];

    /// <summary>The value of a label; empty where it is not there.</summary>
    public string this[string name] => _all.Find(label => label.Key == name).Value ?? "";

    /// <summary>The first of these labels that is there; empty where none is.</summary>
    public string Any(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name] is { Length: > 0 } value)
            {
                return value;
            }
        }

        return "";
    }

    /// <summary>All but the name of the metric, in one text.</summary>
    public string Text => TextOf(_ => true);

    /// <summary>The labels that name the target, in one text.</summary>
    public string Target => TextOf(name => !Own.Contains(name));

    /// <summary>Only these labels, in one text.</summary>
    public string Only(IReadOnlyList<string> names) => TextOf(names.Contains);

    /// <summary>Who used what, as far as labels say.</summary>
    public UsageKey Key => _key ??= new(Any("model_name", "model"), this["team"], Any("deployment", "service", "application", "job"));

    private string TextOf(Predicate<string> counts)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in _all)
        {
            if (name != "__name__" && counts(name))
            {
                var comma = text.Length > 1 ? "," : "";
                text.Append(comma).Append(name).Append("=\"").Append(Escaped(value)).Append('"');
            }
        }

        return text.Append('}').ToString();
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
