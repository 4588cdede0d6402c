using System.Text.Json;

namespace Mtok.Reporting;

/// <summary>A plan as <c>mtok decide</c> or <c>mtok plan</c> wrote it as JSON.</summary>
/// <param name="File">The file.</param>
/// <param name="Way">What was to be run.</param>
/// <param name="Models">The models that were to serve, by the catalog's ids.</param>
/// <param name="Bill">The planned cost.</param>
/// <param name="Rate">The planned traffic.</param>
/// <param name="Mix">The planned mean request.</param>
public sealed record SavedPlan(string File, string Way, IReadOnlyList<string> Models, UsdPerMonth Bill, RequestsPerSecond Rate, TokenMix Mix)
{
    /// <summary>Machine time of a month; zero for an API.</summary>
    public Duration MachineTime { get; init; }

    /// <summary>The planned busy share of the machine time; one for an API.</summary>
    public Ratio Utilization { get; init; } = Ratio.One;

    /// <summary>Reads a saved answer; null where it is none, which is reported.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Where to report.</param>
    public static SavedPlan? Read(string path, Problems problems)
    {
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Of(path, document.RootElement, problems);
        }
        catch (JsonException exception)
        {
            problems.Error(new(path, (int)(exception.LineNumber ?? 0) + 1, 0), "bad-json", "this is not JSON");
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            problems.Error(new(path, 0, 0), "bad-plan", Expected);
            return null;
        }
    }

    private const string Expected = "this is no answer of mtok decide --format json or mtok plan --format json";

    private static SavedPlan? Of(string path, JsonElement root, Problems problems)
    {
        var isPlan = root.TryGetProperty("bound_usd_per_month", out _);
        if (root.ValueKind != JsonValueKind.Object || (!isPlan && !root.TryGetProperty("recommended", out _)))
        {
            problems.Error(new(path, 0, 0), "bad-plan", Expected);
            return null;
        }

        if (!root.TryGetProperty("demand", out var demand))
        {
            problems.Error(new(path, 0, 0), "old-plan", "an older mtok wrote this plan, without \"demand\" (its traffic and lengths): make it again");
            return null;
        }

        var costed = isPlan ? root : Recommended(root);
        if (costed is not { } chosen || chosen.GetProperty("usd_per_month").ValueKind != JsonValueKind.Number)
        {
            problems.Error(new(path, 0, 0), "no-plan", "this answer recommends nothing, so there is no plan to compare with");
            return null;
        }

        var (bill, rate) = (chosen.GetProperty("usd_per_month").GetDecimal(), Number(demand, "requests_per_second"));
        if (bill <= 0 || rate <= 0)
        {
            problems.Error(new(path, 0, 0), "no-plan", "this plan has no cost or no traffic");
            return null;
        }

        var machines = isPlan
            ? root.GetProperty("machines").EnumerateArray().Sum(line => line.GetProperty("mean").GetDouble())
            : Number(chosen, "mean_machines");
        return new(
            path,
            isPlan ? "the plan" : chosen.GetProperty("name").GetString()!,
            isPlan
                ? [.. root.GetProperty("models").EnumerateArray().Select(model => model.GetString()!)]
                : [chosen.GetProperty("model").GetString()!],
            UsdPerMonth.FromDollars(bill),
            RequestsPerSecond.FromPerSecond(rate),
            new(
                Tokens.FromCount(Number(demand, "input_tokens")),
                Tokens.FromCount(Number(demand, "output_tokens")),
                Ratio.FromValue(Number(demand, "cached_share"))))
        {
            MachineTime = Duration.Month * Ratio.FromValue(machines),
            Utilization = machines > 0 ? Ratio.FromValue(Number(chosen, "utilization")) : Ratio.One,
        };
    }

    private static JsonElement? Recommended(JsonElement root)
    {
        var name = root.GetProperty("recommended").GetString();
        return root.GetProperty("options").EnumerateArray().Select(option => (JsonElement?)option)
            .FirstOrDefault(option => name is not null && option!.Value.GetProperty("name").GetString() == name);
    }

    private static double Number(JsonElement from, string key) => from.GetProperty(key) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;
}
