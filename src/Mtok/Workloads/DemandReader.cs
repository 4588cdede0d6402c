namespace Mtok;

/// <summary>Reads a CSV of hourly demand: a <c>requests</c> column, one row per hour, in order, repeated indefinitely.</summary>
internal sealed class DemandReader(Problems problems)
{
    private const int MostHours = 10 * 8784;

    /// <summary>The shape and the mean rate of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">The location in the workload that names it.</param>
    public (HourlyShape Shape, RequestsPerSecond? Observed) Read(string path, Location from)
    {
        if (InputFile.TryRead(path, problems, from) is not { } text)
        {
            return (HourlyShape.Steady, null);
        }

        var hours = new List<RequestsPerSecond>();
        var before = problems.Count;
        var limits = new Limits<Ratio>(Ratio.Zero, Ratio.FromValue(1e12));
        foreach (var row in new CsvTable(path, text, problems).Rows(["requests"], ["hour"]))
        {
            if (row.RequiredText("requests") is { Length: > 0 } count && (count.EndsWith('%') || !Ratio.TryParse(count, out _)))
            {
                problems.Error(row.WhereIs("requests"), "bad-number", $"\"requests\" must be a number of requests, not \"{count}\"");
                continue;
            }

            hours.Add(RequestsPerSecond.FromPerSecond((row.Quantity("requests", limits) ?? Ratio.Zero).Value / 3600));
        }

        if (problems.Count > before)
        {
            return (HourlyShape.Steady, null);
        }

        var total = hours.Sum(hour => hour.PerSecond);
        if (hours.Count is 0 or > MostHours || total <= 0)
        {
            problems.Error(
                new(path, 1, 1),
                "no-demand",
                $"{hours.Count} hours with {total * 3600:0.#} requests; it needs 1 to {MostHours} hours and at least one request");
            return (HourlyShape.Steady, null);
        }

        return (HourlyShape.Observed(Path.GetFileName(path), hours), RequestsPerSecond.FromPerSecond(total / hours.Count));
    }
}
