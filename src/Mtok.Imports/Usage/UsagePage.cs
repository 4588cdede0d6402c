using System.Text.Json;

namespace Mtok.Imports;

/// <summary>A page of buckets and the token of the next; empty where it is the last.</summary>
internal sealed record UsagePage(string Next)
{
    /// <summary>The page on one line: in JSON, a line break is never more than a blank.</summary>
    public static byte[] AsLine(byte[] bytes) => [.. bytes.Select(each => each is (byte)'\n' or (byte)'\r' ? (byte)' ' : each), (byte)'\n'];

    /// <summary>The page; null where the bytes are none, or it goes on without saying where.</summary>
    public static UsagePage? Of(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("data", out var data)
                || data.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var goesOn = json.RootElement.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True;
            var next = json.RootElement.TryGetProperty("next_page", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString()! : "";
            return goesOn ? next.Length > 0 ? new(next) : null : new("");
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return null;
        }
    }
}
