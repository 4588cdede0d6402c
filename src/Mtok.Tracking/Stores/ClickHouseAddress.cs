using System.Diagnostics.CodeAnalysis;

namespace Mtok.Tracking;

/// <summary>Where a ClickHouse answers over HTTP, and as whom to ask it.</summary>
public sealed class ClickHouseAddress
{
    /// <summary>The variables with the user and the password, named as ClickHouse's own clients name them.</summary>
    public const string UserVariable = "CLICKHOUSE_USER";

    /// <inheritdoc cref="UserVariable"/>
    public const string PasswordVariable = "CLICKHOUSE_PASSWORD";

    private const string Scheme = "clickhouse=";

    private ClickHouseAddress()
    {
    }

    /// <summary>The address.</summary>
    public required Uri Url { get; init; }

    /// <summary>The user; empty for the server's default.</summary>
    internal string User { get; private init; } = "";

    /// <summary>The user's password.</summary>
    internal string Password { get; private init; } = "";

    /// <summary>As it is written, without user and password.</summary>
    public override string ToString() => Scheme + Url;

    /// <summary>Reads <c>clickhouse=URL</c>.</summary>
    /// <param name="store">The text.</param>
    /// <param name="secret">The secret in a variable; empty where it is not set.</param>
    /// <param name="address">The address; null with <paramref name="fault"/> where it is none.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static bool TryParse(
        string store, Func<string, string> secret, [NotNullWhen(true)] out ClickHouseAddress? address, [NotNullWhen(false)] out string? fault)
    {
        (address, fault) = (null, null);
        var isUrl = Uri.TryCreate(store.StartsWith(Scheme, StringComparison.Ordinal) ? store[Scheme.Length..] : "", UriKind.Absolute, out var url);
        if (!isUrl || url!.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            fault = $"\"{store}\" must be clickhouse= and an address such as clickhouse=http://localhost:8123";
        }
        else if (url.UserInfo.Length > 0)
        {
            fault = $"give user and password in {UserVariable} and {PasswordVariable}, not in the address";
        }
        else
        {
            address = new() { Url = url, User = secret(UserVariable), Password = secret(PasswordVariable) };
        }

        return address is not null;
    }
}
