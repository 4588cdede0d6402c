using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mtok.Server;

/// <summary>The certificate of a server with TLS of its own.</summary>
internal static class Certificates
{
    /// <summary>From PEM files.</summary>
    /// <param name="certificate">The certificate, with its chain.</param>
    /// <param name="key">The key; null where it is in the same file.</param>
    /// <exception cref="ServerFaultException">They cannot be read.</exception>
    public static X509Certificate2 Load(string certificate, string? key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key ?? certificate);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ServerFaultException($"{certificate}: error", exception);
        }
    }
}
