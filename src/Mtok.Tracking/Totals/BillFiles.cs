using System.Security.Cryptography;
using System.Text;

namespace Mtok.Tracking;

/// <summary>Rows of bills by file; a file with the same rows as another is the same bill in another format, and counted once.</summary>
internal sealed class BillFiles
{
    /// <summary>Fewer rows may be alike by chance: two licences of one price.</summary>
    private const int Least = 10;

    private readonly List<BillRow> _rows = [];
    private readonly Dictionary<(int Rows, UInt128 Sum), string> _files = [];
    private List<BillRow> _file = [];

    /// <summary>The rows of all bills, each bill once.</summary>
    public IReadOnlyList<BillRow> Rows => _rows;

    /// <summary>Takes a row of the file at hand.</summary>
    public void Add(BillRow row) => _file.Add(row);

    /// <summary>Ends the file at hand: the file that has the same rows, whose rows count instead; null where there is none.</summary>
    public string? EndFile()
    {
        var (rows, path) = (_file, _file.Count > 0 ? _file[0].Where.File : "");
        _file = [];
        if (rows.Count < Least)
        {
            _rows.AddRange(rows);
            return null;
        }

        var sum = rows.Aggregate(UInt128.Zero, (all, row) => unchecked(all + Hash(row)));
        if (!_files.TryAdd((rows.Count, sum), path))
        {
            return _files[(rows.Count, sum)];
        }

        _rows.AddRange(rows);
        return null;
    }

    /// <summary>What every format of a bill states of a row: the resource, the time and the cost, whatever else its columns say.</summary>
    private static UInt128 Hash(BillRow row) => BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', row.Provider, row.Period, row.From?.UtcTicks, row.Until?.UtcTicks, row.Item, row.Resource, Plain(row.Billed), Plain(row.Effective)))));

    private static string Plain(Money? money) =>
        money is { } stated ? FormattableString.Invariant($"{stated.Amount:0.############################} {stated.Currency}") : "";
}
