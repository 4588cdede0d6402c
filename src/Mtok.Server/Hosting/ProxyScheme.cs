using Microsoft.AspNetCore.HttpOverrides;

namespace Mtok.Server;

/// <summary>The scheme that a browser used, where a proxy with TLS stands in front of this server and says so in <c>X-Forwarded-Proto</c>.</summary>
internal static class ProxyScheme
{
    /// <summary>
    /// Believes any proxy, since the scheme decides only whether a form comes from this server's own page and whether a cookie is kept to HTTPS: a caller
    /// who makes it up harms nobody else, and pages of other sites cannot set it.
    /// </summary>
    public static ForwardedHeadersOptions Options
    {
        get
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            return options;
        }
    }
}
