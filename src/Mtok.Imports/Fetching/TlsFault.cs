using System.Security.Authentication;

namespace Mtok.Imports;

/// <summary>Why no safe connection to a host is made. It does not pass by asking again.</summary>
internal static class TlsFault
{
    /// <summary>Names by which .NET says what is wrong with a certificate or its chain, in the order in which they matter to a reader.</summary>
    private static readonly (string Name, string Why)[] Reasons =
    [
        ("Revoked", "it was revoked"),
        ("NotTimeValid", "it has expired or is not valid yet, or this computer's date is wrong"),
        ("RemoteCertificateNameMismatch", "it is of another host"),
        ("UntrustedRoot", "nobody this computer trusts has signed it"),
        ("PartialChain", "nobody this computer trusts has signed it, or the server leaves out a certificate between"),
        ("RemoteCertificateNotAvailable", "the server has none"),
        ("RemoteCertificateChainErrors", "its chain of signatures cannot be verified"),
    ];

    /// <summary>The reason as a sentence without a full stop.</summary>
    public static string Of(AuthenticationException fault)
    {
        var known = Reasons.Where(reason => fault.Message.Contains(reason.Name, StringComparison.Ordinal)).Select(reason => reason.Why).Take(2).ToList();
        return known.Count > 0
            ? $"its certificate cannot be trusted: {string.Join(", and ", known)}"
            : $"no safe connection (TLS) can be made: {fault.GetBaseException().Message}";
    }
}
