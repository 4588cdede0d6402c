using Microsoft.AspNetCore.HttpOverrides;

namespace Mtok.Server;

/// <summary>What a proxy in front of this server says about the browser behind it.</summary>
internal static class ProxyHeaders
{
    /// <summary>
    /// The client's address, from proxies on this machine alone, since what one client may ask at once is counted by it; and the scheme, from any proxy: it
    /// decides only whether a form comes from this server's own page and whether a cookie is kept to HTTPS, so a caller who makes it up harms nobody else.
    /// </summary>
    public static void Use(WebApplication app)
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        var scheme = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto };
        scheme.KnownProxies.Clear();
        scheme.KnownIPNetworks.Clear();
        app.UseForwardedHeaders(scheme);
    }
}
