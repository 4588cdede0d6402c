using Parquet;
using Parquet.Schema;

namespace Mtok.Traces;

/// <summary>Columns of a Parquet file as numbers and texts, whatever their type.</summary>
internal sealed class ParquetFile : IDisposable
{
    private readonly Stream _stream;
    private readonly ParquetReader _reader;
    private readonly Dictionary<string, DataField> _fields;

    public ParquetFile(Stream stream)
    {
        _stream = stream;
        _reader = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
        _fields = _reader.Schema.GetDataFields().DistinctBy(field => field.Name).ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    public IEnumerable<string> Names => _fields.Keys;

    public int Groups => _reader.RowGroupCount;

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>The values of a column; NaN if one is missing.</summary>
    public double[] Numbers(int group, string name)
    {
        using var rows = _reader.OpenRowGroupReader(group);
        var field = _fields[name];
        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Double => Read<double>(rows, field, value => value),
            TypeCode.Single => Read<float>(rows, field, value => value),
            TypeCode.Int64 => Read<long>(rows, field, value => value),
            TypeCode.Int32 => Read<int>(rows, field, value => value),
            TypeCode.Int16 => Read<short>(rows, field, value => value),
            TypeCode.UInt16 => Read<ushort>(rows, field, value => value),
            TypeCode.UInt64 => Read<ulong>(rows, field, value => value),
            TypeCode.UInt32 => Read<uint>(rows, field, value => value),
            _ => throw new InvalidDataException($"column \"{name}\" holds no numbers"),
        };
    }

    /// <summary>The values of a column of arrivals in seconds: numbers, times, or texts of either; NaN if one is missing.</summary>
    public double[] Arrivals(int group, string name, ArrivalTimes times)
    {
        var type = _fields[name].ClrType;
        return type == typeof(DateTime) ? [.. Moments(group, name).Select(times.Seconds)]
            : IsText(type) ? [.. Texts(group, name).Select(text => times.Seconds(text))]
            : [.. Numbers(group, name).Select(times.Seconds)];
    }

    /// <summary>Dates with times as Unix times in seconds.</summary>
    private double[] Moments(int group, string name)
    {
        using var rows = _reader.OpenRowGroupReader(group);
        return Read<DateTime>(rows, _fields[name], time => (DateTime.SpecifyKind(time, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds);
    }

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    /// <summary>The values of a column; empty if one is missing.</summary>
    public string[] Texts(int group, string name)
    {
        if (!IsText(_fields[name].ClrType))
        {
            throw new InvalidDataException($"column \"{name}\" holds no text");
        }

        using var rows = _reader.OpenRowGroupReader(group);
        var texts = new string?[rows.RowCount];
        rows.ReadAsync(_fields[name], texts.AsMemory()).AsTask().GetAwaiter().GetResult();
        return [.. texts.Select(text => text ?? "")];
    }

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    private static double[] Read<T>(ParquetRowGroupReader rows, DataField field, Func<T, double> number)
        where T : struct
    {
        if (field.IsNullable)
        {
            var some = new T?[rows.RowCount];
            rows.ReadAsync(field, some.AsMemory()).AsTask().GetAwaiter().GetResult();
            return [.. some.Select(value => value is { } known ? number(known) : double.NaN)];
        }

        var all = new T[rows.RowCount];
        rows.ReadAsync(field, all.AsMemory()).AsTask().GetAwaiter().GetResult();
        return [.. all.Select(number)];
    }
}
