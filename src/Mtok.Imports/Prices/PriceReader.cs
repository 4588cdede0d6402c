using System.IO.Compression;
using System.Text;
using Sylvan.Data.Csv;

namespace Mtok.Imports;

/// <summary>
/// Converts price files to catalog rows: the format is detected by content, names are resolved with the catalog's aliases, and every
/// dropped row is counted under its reason.
/// </summary>
public sealed class PriceReader
{
    private const int HeadLength = 64 * 1024;
    private const long LargestWhole = 256 * 1024 * 1024;
    private const string Utf8Mark = "\uFEFF";
    private readonly Catalog _catalog;
    private readonly PriceConditions _given;
    private readonly Problems _problems;
    private readonly PriceNames _names;

    /// <param name="catalog">Resolves names, and has the user's currency rates.</param>
    /// <param name="given">Values that files do not state.</param>
    /// <param name="problems">Where to report unusable files.</param>
    public PriceReader(Catalog catalog, PriceConditions given, Problems problems)
    {
        _catalog = catalog;
        _given = given;
        _problems = problems;
        _names = new(catalog);
    }

    /// <summary>The prices of a file; null if it cannot be used (reported).</summary>
    public PriceImport? Read(string path)
    {
        if (!InputFile.IsThere(path, _problems))
        {
            return null;
        }

        try
        {
            using var stream = InputFile.Open(path);
            if (!IsZipped(stream))
            {
                return Read(path, stream);
            }

            using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
            using var whole = new MemoryStream();
            return Copy(unzipped, whole) ? Read(path, whole) : Fail(path, "unreadable-file", $"larger than {LargestWhole / 1024 / 1024} MB");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _problems.Error(new(path, 0, 0), "unreadable-file", exception.Message);
            return null;
        }
    }

    private static bool IsZipped(Stream stream)
    {
        var isZipped = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        return isZipped;
    }

    /// <summary>Copies everything, and goes back to its beginning; false where it is too much.</summary>
    private static bool Copy(Stream from, MemoryStream to)
    {
        var buffer = new byte[1 << 16];
        for (int read; to.Length <= LargestWhole && (read = from.Read(buffer)) > 0;)
        {
            to.Write(buffer, 0, read);
        }

        to.Position = 0;
        return to.Length <= LargestWhole;
    }

    /// <summary>The prices of a fetched file.</summary>
    /// <param name="file">Its display name.</param>
    /// <param name="bytes">Its bytes; must be seekable.</param>
    public PriceImport? Read(string file, Stream bytes)
    {
        var buffer = new byte[HeadLength];
        var head = buffer.AsSpan(0, bytes.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false));
        bytes.Position = 0;
        var text = Encoding.UTF8.GetString(head).TrimStart().TrimStart(Utf8Mark[0]).TrimStart();
        if (text.Length == 0 || head.Contains((byte)0))
        {
            return Fail(file, text.Length == 0 ? "empty-file" : "unreadable-file", text.Length == 0 ? "the file is empty" : "not a text file");
        }

        if (text.StartsWith('<'))
        {
            return Fail(file, "unknown-format", "an HTML or XML page, not prices");
        }

        if (file.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) || (text[0] is not ('{' or '[') && text.Contains("\n[cost]", StringComparison.Ordinal)))
        {
            return ReadText(file, "models.dev file", bytes, (whole, quotes) => ModelsDevPrices.ReadToml(file, whole, quotes, _problems));
        }

        if (GcostsPricing.Fits(text))
        {
            return ReadText(file, "gcosts pricing.yml", bytes, GcostsPricing.Read);
        }

        return text[0] is '{' or '[' || text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith("const ", StringComparison.Ordinal)
            ? ReadJson(file, bytes)
            : ReadCsv(file, bytes);
    }

    private PriceImport? ReadText(string file, string format, Stream bytes, Action<string, Quotes> read)
    {
        if (Whole(file, bytes) is not { } whole)
        {
            return null;
        }

        var quotes = Quotes(file, format);
        read(Encoding.UTF8.GetString(whole.Span), quotes);
        return Finish(file, format, quotes);
    }

    private PriceImport? ReadJson(string file, Stream bytes)
    {
        if (Whole(file, bytes) is not { } whole || PriceJson.Read(file, Json(whole), _problems) is not { } documents)
        {
            return null;
        }

        // Pages saved as a list are equivalent to concatenated pages.
        var pages = documents.Count == 1 && documents[0].IsArray && documents[0].Items.Any() && documents[0].Items.All(AzureRetailPrices.Fits)
            ? [.. documents[0].Items]
            : documents;
        var fitting = JsonPriceFormat.All.Where(format => pages.Count > 0 && pages.All(format.Fits)).ToList();
        if (fitting.Count != 1)
        {
            return Fail(file, fitting.Count == 0 ? "unknown-format" : "ambiguous-format", fitting.Count == 0
                ? "not a known price file: " + CsvPriceFormat.EveryNeed
                : $"could be {string.Join(" or ", fitting.Select(format => format.Name))}");
        }

        var quotes = Quotes(file, fitting[0].Name);
        foreach (var page in pages)
        {
            fitting[0].Read(page, quotes);
        }

        return Finish(file, fitting[0].Name, quotes);
    }

    /// <summary>A list assigned to a JavaScript constant: JSON from the first bracket after the name to the last.</summary>
    private static ReadOnlyMemory<byte> Json(ReadOnlyMemory<byte> whole)
    {
        var bytes = whole.Span;
        var text = bytes.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("//"u8) || text.StartsWith("const "u8))
        {
            var name = bytes.IndexOf("const "u8);
            var start = name < 0 ? -1 : bytes[name..].IndexOf("= ["u8);
            var end = bytes.LastIndexOf((byte)']');
            return start >= 0 && end > name + start ? Blanked(whole, name + start + 2, end + 1) : whole;
        }

        return whole;
    }

    /// <summary>The text with everything before and after replaced with blanks, so that line numbers stay the same.</summary>
    private static byte[] Blanked(ReadOnlyMemory<byte> whole, int from, int to)
    {
        var copy = whole.ToArray();
        for (var at = 0; at < copy.Length; at++)
        {
            copy[at] = at >= from && at < to || copy[at] == (byte)'\n' ? copy[at] : (byte)' ';
        }

        return copy;
    }

    private PriceImport? ReadCsv(string file, Stream bytes)
    {
        try
        {
            using var text = new StreamReader(bytes, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
            using var reader = CsvDataReader.Create(
                text,
                new CsvDataReaderOptions
                {
                    Delimiter = ',',
                    HasHeaders = true,
                    ResultSetMode = ResultSetMode.SingleResult,
                    BufferSize = 1 << 16,
                    MaxBufferSize = 1 << 20,
                });
            var columns = Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetName(field).Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (CsvPriceFormat.All.FirstOrDefault(format => format.Fits(columns)) is not { } found)
            {
                return Fail(file, "unknown-format", "not a known price file: " + CsvPriceFormat.EveryNeed);
            }

            var quotes = Quotes(file, found.Name);
            found.Read(new PriceCsv(reader, quotes), quotes);
            return Finish(file, found.Name, quotes);
        }
        catch (CsvRecordTooLargeException)
        {
            return Fail(file, "broken-csv", "a line of more than a megabyte; is a quotation mark missing?");
        }
        catch (CsvFormatException exception)
        {
            return Fail(file, "broken-csv", CsvTable.Words(exception), exception.RowNumber + 1);
        }
    }

    private ReadOnlyMemory<byte>? Whole(string file, Stream bytes)
    {
        if (bytes.Length > LargestWhole)
        {
            Fail(file, "unreadable-file", $"larger than {LargestWhole / 1024 / 1024} MB");
            return null;
        }

        var whole = new byte[bytes.Length];
        var length = bytes.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false);
        return whole.AsMemory(whole.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length..length : 0..length);
    }

    private Quotes Quotes(string file, string format) => new(file, format, _catalog, _given, _names);

    private PriceImport? Finish(string file, string format, Quotes quotes)
    {
        if (quotes.LacksSeller)
        {
            return Fail(file, "missing-option", "the file does not state the seller: set --seller");
        }

        if (quotes.LacksDate)
        {
            return Fail(file, "missing-option", "the file does not state the date of its prices: set --as-of DATE, or --as-of undated");
        }

        return _problems.HasErrors ? null : quotes.Import(format);
    }

    private PriceImport? Fail(string file, string rule, string message, int line = 0)
    {
        _problems.Error(new(file, line, 0), rule, message);
        return null;
    }
}
