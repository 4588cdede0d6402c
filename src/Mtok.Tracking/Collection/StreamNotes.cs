using System.Globalization;

namespace Mtok.Tracking;

/// <summary>What was left out of bodies and has to be known of them, until it is kept in the ledger, by format; from any thread.</summary>
/// <param name="kinds">How many reasons and messages of a format are kept apart.</param>
internal sealed class StreamNotes(int kinds)
{
    private const string Others = "(others)";
    private const string Rows = "files";
    private const string LeftOut = "left_out";
    private const string Warnings = "warnings";
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Table, string Source, string Text), long> _counts = [];

    /// <summary>Takes what a stored body had.</summary>
    public void Add(ReadBody body, IEnumerable<TrackingWarning> warnings)
    {
        lock (_lock)
        {
            Count(Rows, body.Source, "", body.Readings.Count);
            foreach (var left in body.LeftOut)
            {
                Count(LeftOut, body.Source, left.Reason, left.Count);
            }

            foreach (var warning in warnings)
            {
                Count(Warnings, body.Source, warning.Message, warning.Count);
            }
        }
    }

    /// <summary>Adds what was taken to the tables of a ledger, in one transaction. A format of which nothing was stored yet waits.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Keep(LedgerDatabase database)
    {
        var taken = Take();
        try
        {
            database.Execute("BEGIN TRANSACTION");
            var files = FileTable.Read(database).Where(file => file.Bytes == 0 && file.SameAs is null).ToLookup(file => file.Content, file => file.Number);
            foreach (var (note, count) in taken)
            {
                Keep(database, files[note.Source].FirstOrDefault(), note, count);
            }

            database.Execute("COMMIT");
            Return(taken.Where(note => !files.Contains(note.Key.Source)));
            return taken.Count > 0;
        }
        catch
        {
            Return(taken);
            throw;
        }
    }

    private static void Keep(LedgerDatabase database, int file, (string Table, string Source, string Text) note, long count)
    {
        var (number, text) = (file.ToString(CultureInfo.InvariantCulture), LedgerDatabase.Quoted(note.Text));
        var more = count.ToString(CultureInfo.InvariantCulture);
        if (note.Table == Rows)
        {
            database.Execute($"UPDATE files SET \"rows\" = \"rows\" + {more} WHERE file = {number}");
            return;
        }

        var column = note.Table == LeftOut ? "reason" : "message";
        var isNote = $"file = {number} AND {column} = {text}";
        if (database.Number($"SELECT count(*) FROM {note.Table} WHERE {isNote}") > 0)
        {
            database.Execute($"UPDATE {note.Table} SET count = count + {more} WHERE {isNote}");
        }
        else if (file > 0)
        {
            var path = note.Table == Warnings ? LedgerDatabase.Quoted(note.Source) + ", " : "";
            database.Execute($"INSERT INTO {note.Table} VALUES ({number}, {text}, {more}, {path}0, 0)");
        }
    }

    private void Count(string table, string source, string text, long count)
    {
        var note = (Table: table, Source: source, Text: text);
        if (!_counts.ContainsKey(note) && _counts.Keys.Count(known => known.Table == table && known.Source == source) >= kinds)
        {
            note.Text = Others;
        }

        _counts[note] = _counts.GetValueOrDefault(note) + count;
    }

    private Dictionary<(string Table, string Source, string Text), long> Take()
    {
        lock (_lock)
        {
            var taken = new Dictionary<(string Table, string Source, string Text), long>(_counts);
            _counts.Clear();
            return taken;
        }
    }

    private void Return(IEnumerable<KeyValuePair<(string Table, string Source, string Text), long>> notes)
    {
        lock (_lock)
        {
            foreach (var (note, count) in notes)
            {
                Count(note.Table, note.Source, note.Text, count);
            }
        }
    }
}
