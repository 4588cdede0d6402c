using System.Diagnostics.CodeAnalysis;

namespace Mtok.Simulation;

/// <summary>What a request promises one class of the trace.</summary>
/// <param name="Name">The class, as the trace names it.</param>
/// <param name="IsBatch">Whether it gets only the capacity that other classes leave.</param>
/// <param name="Deadline">The whole result within this time of arrival; more than zero. Null for no deadline.</param>
/// <param name="Level">Its own latency limits; null for the fleet's where it is interactive, and none where it is batch.</param>
public sealed record PromisedClass(string Name, bool IsBatch, Duration? Deadline, ServiceLevel? Level)
{
    /// <summary>What to ask a user for, in messages.</summary>
    public static string Expected => "NAME=interactive or NAME=batch, with a deadline such as :1h where there is one, and limits such as ,ttft=1s,tpot=50ms";

    /// <summary>The promise with the limits that apply to it.</summary>
    /// <param name="fleet">The limits of the fleet.</param>
    public ServiceClass Under(ServiceLevel fleet) => new(Name, Level ?? (IsBatch ? ServiceLevel.None : fleet), Deadline, IsBatch);

    /// <summary>Reads <c>NAME=batch:1h,ttft=5s</c>; false where the text is not of that form or a time is not above zero.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PromisedClass? value)
    {
        value = text?.Split('=', 2) is [var name, var rest] ? Read(name, rest.Split(',')) : null;
        return value is not null;
    }

    private static PromisedClass? Read(string name, string[] words)
    {
        var (kind, deadline) = words[0].Split(':', 2) is [var first, var second] ? (first, second) : (words[0], null);
        Duration? within = Duration.TryParse(deadline, out var time) && time.Seconds > 0 ? time : null;
        if (kind is not ("batch" or "interactive") || (deadline is not null && within is null))
        {
            return null;
        }

        var level = words.Length > 1 ? ReadLevel(words.Skip(1)) : null;
        return words.Length > 1 && level is null ? null : new(name, kind == "batch", within, level);
    }

    private static ServiceLevel? ReadLevel(IEnumerable<string> words)
    {
        var level = ServiceLevel.None;
        foreach (var word in words)
        {
            if (word.Split('=') is not [("ttft" or "tpot") and var limit, var value]
                || !Duration.TryParse(value, out var within)
                || within <= default(Duration))
            {
                return null;
            }

            level = limit == "ttft" ? level with { Ttft = within } : level with { Tpot = within };
        }

        return level;
    }
}
