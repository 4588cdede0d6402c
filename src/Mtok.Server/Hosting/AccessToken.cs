using System.Security.Cryptography;
using System.Text;

namespace Mtok.Server;

/// <summary>The secret that a server asks of its callers. Only its hash is kept; comparisons take the same time whatever differs.</summary>
internal sealed class AccessToken
{
    /// <summary>The cookie of a browser that has presented the token.</summary>
    public const string Cookie = "mtok";

    private readonly byte[] _hash;
    private readonly byte[] _cookie;

    private AccessToken(string token)
    {
        _hash = Hash(token);
        _cookie = HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "mtok browser cookie"u8);
    }

    /// <summary>The token of the settings or of the environment; null where there is none.</summary>
    /// <param name="settings">Names the token's file.</param>
    /// <param name="fault">Why the token cannot be used; null where it can, or there is none.</param>
    public static AccessToken? Read(ServerSettings settings, out string? fault)
    {
        fault = null;
        try
        {
            var text = settings.TokenFile is { } file ? File.ReadAllText(file) : Environment.GetEnvironmentVariable(ServerSettings.TokenVariable);
            var token = text?.Trim() ?? "";
            if (token.Length == 0)
            {
                fault = settings.TokenFile is { } empty ? $"{empty}: error: the file is empty" : null;
                return null;
            }

            if (token.Length < ServerSettings.ShortestToken)
            {
                fault = $"{settings.TokenFile ?? ServerSettings.TokenVariable}: error: a token has at least {ServerSettings.ShortestToken} characters: "
                    + "openssl rand -hex 32 makes one";
                return null;
            }

            return new(token);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = $"{settings.TokenFile}: error: {exception.Message}";
            return null;
        }
    }

    /// <summary>Whether a request carries the token, as <c>Authorization: Bearer</c> or by the cookie that signing in sets.</summary>
    public bool Admits(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? IsToken(header["Bearer ".Length..].Trim())
            : request.Cookies[Cookie] is { } cookie
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(cookie), Encoding.UTF8.GetBytes(CookieValue));
    }

    /// <summary>Whether a text is the token.</summary>
    public bool IsToken(string text) => CryptographicOperations.FixedTimeEquals(Hash(text), _hash);

    /// <summary>What the cookie of an admitted browser holds; the token cannot be had from it.</summary>
    public string CookieValue => Convert.ToHexString(_cookie);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
