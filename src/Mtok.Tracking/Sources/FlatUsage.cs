using System.Globalization;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>A row of a usage log, one column for each fact.</summary>
internal sealed class FlatUsage
{
    private const long Most = 1_000_000_000_000_000;
    private readonly Dictionary<UsageColumn, (string Name, string Text, int Rank)> _told = [];
    private readonly Location _where;
    private readonly Problems _problems;

    public FlatUsage(Location where, Problems problems)
    {
        _where = where;
        _problems = problems;
    }

    /// <summary>Adds a JSON record that has a column of tokens; false where it has none.</summary>
    public static bool TryAdd(JsonElement record, UsageColumns columns, Location where, IReadings readings, Problems problems)
    {
        var row = new FlatUsage(where, problems);
        foreach (var property in record.EnumerateObject())
        {
            if (columns.Of(property.Name) is { } known && TextOf(property.Value, known.Column) is { } text)
            {
                row.Tell(known.Column, known.Rank, property.Name, text);
            }
        }

        if (!row.HasTokens)
        {
            return false;
        }

        row.Put(readings);
        return true;
    }

    /// <summary>Whether a column counts tokens.</summary>
    public static bool IsTokens(UsageColumn column) => column is UsageColumn.Input or UsageColumn.InputUncached or UsageColumn.Output;

    /// <summary>Takes a field; of two that tell the same the lower rank counts.</summary>
    public void Tell(UsageColumn column, int rank, string name, string text)
    {
        if (text.Length > 0 && (!_told.TryGetValue(column, out var stated) || rank < stated.Rank))
        {
            _told[column] = (name, text, rank);
        }
    }

    /// <summary>Whether any tokens are stated.</summary>
    public bool HasTokens => _told.Keys.Any(IsTokens);

    /// <summary>Puts the row's usage.</summary>
    public void Put(IReadings readings)
    {
        var errors = _problems.Count;
        var tokens = Tokens(readings);
        var at = Time();
        var requests = _told.ContainsKey(UsageColumn.Requests) ? Count(UsageColumn.Requests) : 1;
        var cost = Cost();
        if (_problems.Count > errors)
        {
            return;
        }

        var status = RequestOutcome.Of(Text(UsageColumn.Status));
        if (!HasTokens && status == RequestStatus.Ok)
        {
            readings.LeaveOut("no tokens", _where);
            return;
        }

        foreach (var doubt in TokenDoubts.Of(tokens))
        {
            readings.Warn(_where, doubt);
        }

        readings.Add(new Usage(
            _where, Text(UsageColumn.Id), at, new(Text(UsageColumn.Model), Text(UsageColumn.Team), Text(UsageColumn.Deployment)), requests, tokens, status)
        {
            StatedCost = cost,
        });
    }

    private TokenClasses Tokens(IReadings readings)
    {
        var (read, written) = (Count(UsageColumn.CacheRead), Count(UsageColumn.CacheWrite));
        var (minutes, hour) = (Count(UsageColumn.CacheWrite5m), Count(UsageColumn.CacheWrite1h));
        var rest = written is null ? minutes is null && hour is null ? null : 0 : written - (minutes ?? 0) - (hour ?? 0);
        var cached = (read ?? 0) + (minutes ?? 0) + (hour ?? 0) + (rest ?? 0);
        var (input, uncached) = Prompt(read, cached, readings);
        return new(input, uncached, read, minutes, hour, rest, Count(UsageColumn.Output), Count(UsageColumn.Reasoning));
    }

    /// <summary>The prompt and its uncached part; a prompt whose cached tokens are not stated is not split.</summary>
    private (long? All, long? Uncached) Prompt(long? read, long cached, IReadings readings)
    {
        var (all, uncached) = (Count(UsageColumn.Input), Count(UsageColumn.InputUncached));
        if (all is not { } count)
        {
            return (read is null ? null : uncached + cached, uncached);
        }

        if (uncached is not null || read is null)
        {
            return (all, uncached);
        }

        if (IsBeside || cached > count)
        {
            if (!IsBeside)
            {
                readings.Warn(_where, $"{cached} cached tokens exceed the prompt's {count}, so they are read as beside it");
            }

            return (count + cached, count);
        }

        return (count, count - cached);
    }

    /// <summary>Anthropic's names mean its counts: the prompt's without the cached tokens.</summary>
    private bool IsBeside =>
        Spelling.Fold(Name(UsageColumn.Input)) == "inputtokens"
        && (Spelling.Fold(Name(UsageColumn.CacheRead)) == "cachereadinputtokens" || Spelling.Fold(Name(UsageColumn.CacheWrite)) == "cachecreationinputtokens");

    private DateTimeOffset? Time()
    {
        var text = Text(UsageColumn.Time);
        var time = Times.Read(text);
        if (time is null && text.Length > 0)
        {
            _problems.Error(_where, "bad-time", $"\"{Name(UsageColumn.Time)}\" must be a time such as 2026-11-27T13:00:00Z, not \"{text}\"");
        }

        return time;
    }

    private Money? Cost()
    {
        var text = Text(UsageColumn.Cost);
        if (text.Length == 0)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < Most)
        {
            return Money.Usd(amount);
        }

        _problems.Error(_where, "bad-amount", $"\"{Name(UsageColumn.Cost)}\" must be an amount in US dollars, not \"{text}\"");
        return null;
    }

    private long? Count(UsageColumn column)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var count) && decimal.IsInteger(count) && Math.Abs(count) <= Most)
        {
            return (long)count;
        }

        _problems.Error(_where, "bad-count", $"\"{Name(column)}\" must be a whole number, not \"{text}\"");
        return null;
    }

    private string Text(UsageColumn column) => _told.TryGetValue(column, out var stated) ? stated.Text : "";

    private string Name(UsageColumn column) => _told.TryGetValue(column, out var stated) ? stated.Name : "";

    /// <summary>A value as text; null for objects, and for the text of a prompt under the name of its count.</summary>
    private static string? TextOf(JsonElement value, UsageColumn column) => value.ValueKind switch
    {
        JsonValueKind.String when IsTokens(column) && !decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _) => null,
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
