using System.Globalization;
using System.Text;

namespace Mtok.Imports;

/// <summary>Fetches what an organisation used and paid, page by page to the end: every list of the provider, or nothing.</summary>
public static class UsageFetch
{
    /// <summary>Fetches all lists.</summary>
    /// <param name="api">The provider.</param>
    /// <param name="address">Where its endpoints begin; ends with a slash.</param>
    /// <param name="key">The admin key. It is sent to that host alone and stands in no result.</param>
    /// <param name="days">The days.</param>
    /// <param name="problems">Where a list that cannot be fetched is reported; then nothing is returned.</param>
    /// <param name="cancelled">Cancels waiting.</param>
    public static async Task<IReadOnlyList<UsageFile>> RunAsync(
        UsageApi api, Uri address, string key, UsageDays days, Problems problems, CancellationToken cancelled)
    {
        using var fetcher = Fetcher.WithKey(request => api.Authorise(request, key));
        return await RunAsync(fetcher, new(), api, address, key, days, problems, cancelled);
    }

    /// <summary>Whether a text can be sent as a key: one word of visible characters.</summary>
    public static bool IsKey(string key) => key.Length > 0 && key.All(letter => letter is > ' ' and <= '~');

    /// <summary>Whether a key may be sent to an address: over TLS, or within this computer.</summary>
    public static bool IsSafe(Uri address) => address is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    internal static async Task<IReadOnlyList<UsageFile>> RunAsync(
        Fetcher fetcher, FetchLimits limits, UsageApi api, Uri address, string key, UsageDays days, Problems problems, CancellationToken cancelled)
    {
        var files = new List<UsageFile>();
        foreach (var endpoint in api.Endpoints)
        {
            var fetched = await ListAsync(fetcher, limits, new(address, endpoint.Query(days)), cancelled);
            switch (fetched)
            {
                case Fetched.New taken when Holds(taken.Bytes, key):
                    problems.Error(new($"{api.Name} {endpoint.Name}", 0, 0), "fetch-failed", "the answer repeats the key, which must stand in no file");
                    break;
                case Fetched.New taken:
                    files.Add(new(NameOf(api, endpoint, days), endpoint.Name, taken.Pages, taken.Bytes));
                    break;
                case Fetched.Failed failed:
                    problems.Error(new($"{api.Name} {endpoint.Name}", 0, 0), "fetch-failed", failed.Why + Hint(failed.Why, api));
                    break;
            }
        }

        return problems.HasErrors ? [] : files;
    }

    /// <summary>All pages of a list, one after the other; each page names the next.</summary>
    private static async Task<Fetched> ListAsync(Fetcher fetcher, FetchLimits limits, Uri first, CancellationToken cancelled)
    {
        var pages = new FollowedPages(first, limits);
        for (var address = first; ;)
        {
            switch (await fetcher.PageAsync(address, null, pages.Room, cancelled))
            {
                case Fetched.New page when UsagePage.Of(page.Bytes) is { } read:
                    pages.Add(UsagePage.AsLine(page.Bytes));
                    if (read.Next.Length == 0)
                    {
                        return pages.Whole();
                    }

                    if (pages.Follow($"{first.AbsoluteUri}&page={Uri.EscapeDataString(read.Next)}", out var why) is not { } next)
                    {
                        return pages.Failed(why);
                    }

                    address = next;
                    break;
                case Fetched.Failed failed:
                    return pages.Failed(failed.Why);
                default:
                    return pages.Failed("not a page of usage or costs");
            }
        }
    }

    private static string NameOf(UsageApi api, UsageEndpoint endpoint, UsageDays days) =>
        string.Create(CultureInfo.InvariantCulture, $"{api.Name}-{endpoint.Name}-{days.From:yyyy-MM-dd}-{days.To:yyyy-MM-dd}.jsonl");

    private static bool Holds(byte[] bytes, string key) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)) >= 0;

    private static string Hint(string why, UsageApi api) =>
        why.Contains("HTTP 401", StringComparison.Ordinal) || why.Contains("HTTP 403", StringComparison.Ordinal)
            ? $": {api.KeyVariable} must be an admin key of the organisation"
            : "";
}

/// <summary>All pages of a list, as they came but each on a line of its own.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="List">What it tells.</param>
/// <param name="Pages">How many pages it has.</param>
/// <param name="Bytes">The pages.</param>
public sealed record UsageFile(string Name, string List, int Pages, ReadOnlyMemory<byte> Bytes);
