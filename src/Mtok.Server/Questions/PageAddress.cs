using System.Text.Encodings.Web;

namespace Mtok.Server;

/// <summary>Addresses of pages with what they ask.</summary>
internal static class PageAddress
{
    /// <summary>A path with those values that there are.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> query)
    {
        var parts = query.Where(part => part.Value is not null).Select(part => $"{part.Name}={UrlEncoder.Default.Encode(part.Value!)}").ToList();
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }
}
