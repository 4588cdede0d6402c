using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mtok.Imports;

/// <summary>The pages of one list and the links between them: followed only on the same host, to no page twice, and up to a limit.</summary>
internal sealed class FollowedPages
{
    private readonly FetchLimits _limits;
    private readonly ArrayBufferWriter<byte> _whole = new();
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private Uri _last;
    private int _pages;

    /// <param name="first">The address of the first page.</param>
    /// <param name="limits">The maximum number of pages and bytes.</param>
    public FollowedPages(Uri first, FetchLimits limits)
    {
        _last = first;
        _limits = limits;
        _visited.Add(Key(first));
    }

    /// <summary>The number of bytes that may still be read.</summary>
    public int Room => _limits.Largest - _whole.WrittenCount;

    /// <summary>Appends a page, without its byte order mark, which is valid only at the start of a text.</summary>
    public void Add(byte[] page)
    {
        _whole.Write(page.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? page.AsSpan(Encoding.UTF8.Preamble.Length) : page);
        _pages++;
    }

    /// <summary>The address a page's link leads to; null if it is not followed.</summary>
    /// <param name="link">The link.</param>
    /// <param name="why">The reason why it is not followed.</param>
    public Uri? Follow(string link, out string why)
    {
        why = "";
        if (!Uri.TryCreate(_last, link, out var next) || next.Scheme is not ("http" or "https"))
        {
            why = "the link to it is not a valid address";
        }
        else if (next.Host != _last.Host || (next.Port != _last.Port && !(next.IsDefaultPort && _last.IsDefaultPort)))
        {
            why = $"the link to it leads to another host, {next.Authority}";
        }
        else if (_last.Scheme == "https" && next.Scheme != "https")
        {
            why = "the link to it leads from https to http";
        }
        else if (_pages >= _limits.MostPages)
        {
            why = string.Create(CultureInfo.InvariantCulture, $"more than {_limits.MostPages} pages");
        }
        else if (!_visited.Add(Key(next)))
        {
            why = "the link to it leads back to a page already read";
        }
        else
        {
            return _last = next;
        }

        return null;
    }

    /// <summary>The failure reported if the next page cannot be fetched.</summary>
    public Fetched.Failed Failed(string why) => new(string.Create(CultureInfo.InvariantCulture, $"page {_pages + 1}: {why}"));

    /// <summary>
    /// All pages concatenated, without a tag: the server's tag covers the first page only, which may stay unchanged while a later one changes.
    /// </summary>
    public Fetched.New Whole() => new(_whole.WrittenSpan.ToArray(), "", _pages);

    private static string Key(Uri address) => address.GetLeftPart(UriPartial.Query);
}
