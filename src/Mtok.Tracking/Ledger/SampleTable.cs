using DuckDB.NET.Data;

namespace Mtok.Tracking;

/// <summary>Samples of counters and their stated starts, a row each; a repeated one is dropped before hours are closed.</summary>
internal sealed class SampleTable(LedgerDatabase database) : IDisposable
{
    private const string Start = "start";
    private readonly Dictionary<Series, int> _series = [];
    private DuckDBAppender? _rows;
    private DuckDBAppender? _newSeries;

    /// <summary>Takes a sample.</summary>
    public void Add(CounterPoint point, RowOrigin origin) => Add(
        new(origin.Source, point.Series, point.Of.ToString(), point.Class?.ToString() ?? "", point.Key, point.Target, point.Rank, point.Caveat),
        point.At,
        point.IsStale ? null : point.Value.Count,
        point.Start,
        point.IsDelta,
        point.Where,
        origin);

    /// <summary>Takes a stated start.</summary>
    public void Add(CounterStart start, RowOrigin origin) => Add(
        new(origin.Source, start.Of, Start, "", UsageKey.Unknown, "", 0, ""), start.At, null, start.Start, false, start.Where, origin);

    private void Add(Series series, DateTimeOffset? at, double? value, DateTimeOffset? start, bool isDelta, Location where, RowOrigin origin)
    {
        _rows ??= database.Appender("sample_rows");
        _rows.CreateRow().AppendValue(NumberOf(series)).Append(LedgerTime.Hour(at)).Append(LedgerTime.Stamp(at)).Append(value)
            .Append(LedgerTime.Stamp(start)).AppendValue(isDelta).AppendValue(origin.File).AppendValue(where.Line).EndRow();
    }

    /// <summary>Hands the rows taken so far to the database.</summary>
    public void Flush()
    {
        _newSeries?.Dispose();
        _rows?.Dispose();
        (_newSeries, _rows) = (null, null);
    }

    /// <summary>Forgets the rows taken since the last flush, after a transaction that failed.</summary>
    public void Reset()
    {
        Dispose();
        (_newSeries, _rows) = (null, null);
        _series.Clear();
    }

    /// <summary>The columns that a reader of samples takes, of segments and of open rows alike.</summary>
    public const string Columns = "series, epoch_us(event_time), value, epoch_us(start_time), is_delta, file, line";

    /// <summary>Reads rows of <see cref="Columns"/>: samples and starts.</summary>
    public static Func<DuckDBDataReader, Reading> Reader(LedgerDatabase database)
    {
        var series = SeriesOf(database).ToDictionary(each => each.Number, each => each.Series);
        var files = FileTable.Read(database).ToDictionary(file => file.Number, file => file.Path);
        return row => Read(row, series[row.GetInt32(0)], files[row.GetInt32(5)]);
    }

    private static Reading Read(DuckDBDataReader row, Series series, string path)
    {
        var where = new Location(path, row.GetInt32(6), 1);
        var at = LedgerTime.Moment(row.IsDBNull(1) ? null : row.GetInt64(1));
        var start = LedgerTime.Moment(row.IsDBNull(3) ? null : row.GetInt64(3));
        return series.Counts == Start
            ? new CounterStart(where, series.Name, at!.Value, start!.Value)
            : new CounterPoint(
                where,
                series.Name,
                series.Of,
                series.OfClass,
                series.Key,
                at,
                new(row.IsDBNull(2) ? 0 : row.GetDouble(2)))
            {
                Start = start,
                IsStale = row.IsDBNull(2),
                IsDelta = row.GetBoolean(4),
                Target = series.Target,
                Rank = series.Rank,
                Caveat = series.Caveat,
            };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows?.Dispose();
        _newSeries?.Dispose();
    }

    private int NumberOf(Series series)
    {
        if (_series.Count == 0)
        {
            ReadSeries();
        }

        if (!_series.TryGetValue(series, out var number))
        {
            _series.Add(series, number = _series.Count + 1);
            _newSeries ??= database.Appender("series");
            _newSeries.CreateRow().AppendValue(number).AppendValue(series.Source).AppendValue(series.Name).AppendValue(series.Counts)
                .AppendValue(series.Class).AppendValue(series.Key.Model).AppendValue(series.Key.Team).AppendValue(series.Key.Deployment)
                .AppendValue(series.Target).AppendValue(series.Rank).AppendValue(series.Caveat).EndRow();
        }

        return number;
    }

    private void ReadSeries()
    {
        foreach (var (number, series) in SeriesOf(database))
        {
            _series.Add(series, number);
        }
    }

    private static IEnumerable<(int Number, Series Series)> SeriesOf(LedgerDatabase database) => database
        .Rows("SELECT series, source, name, counts, token_class, model, team, deployment, target, rank, caveat FROM series")
        .Select(row => (row.GetInt32(0), new Series(
            row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), new(row.GetString(5), row.GetString(6), row.GetString(7)),
            row.GetString(8), row.GetInt32(9), row.GetString(10))));

    /// <summary>What the rows of a series have in common.</summary>
    private sealed record Series(
        string Source, string Name, string Counts, string Class, UsageKey Key, string Target, int Rank, string Caveat)
    {
        public CounterOf Of { get; } = Enum.TryParse<CounterOf>(Counts, out var of) ? of : default;

        public TokenClass? OfClass { get; } = Enum.TryParse<TokenClass>(Class, out var named) ? named : null;
    }
}
