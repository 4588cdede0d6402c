using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Mtok.Reporting;

namespace Mtok.Server;

/// <summary>What pages load beside themselves: each file under a name that changes with its content, so that browsers may keep it for good.</summary>
internal sealed class Assets
{
    private const string Kept = "public, max-age=31536000, immutable";
    private readonly Dictionary<string, (byte[] Bytes, string Type)> _files = new(StringComparer.Ordinal);

    public Assets()
    {
        Style = Add("site", ".css", "text/css", PageParts.Style + Text("site.css"));
        Script = Add("site", ".js", "text/javascript", Text("site.js")!);
        Htmx = Text("htmx.js") is { } htmx ? Add("htmx", ".js", "text/javascript", $"/*! {Text("htmx.txt")?.Trim()} */\n{htmx}") : null;
        Example = Text("workload.toml")!;
    }

    /// <summary>The address of the style sheet.</summary>
    public string Style { get; }

    /// <summary>The address of the script of sliders.</summary>
    public string Script { get; }

    /// <summary>The address of htmx; null where it was not there when the server was built.</summary>
    public string? Htmx { get; }

    /// <summary>The workload that pages begin with where none is given.</summary>
    public string Example { get; }

    /// <summary>Answers them.</summary>
    public static void Map(WebApplication app) =>
        app.MapGet("/assets/{name}", (string name, Assets assets, HttpContext context) => assets.Answer(name, context))
            .ExcludeFromDescription();

    private IResult Answer(string name, HttpContext context)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers[HeaderNames.CacheControl] = Kept;
        return TypedResults.Bytes(file.Bytes, file.Type);
    }

    private string Add(string name, string extension, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var file = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}{extension}";
        _files[file] = (bytes, type);
        return "/assets/" + file;
    }

    private static string? Text(string resource)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(resource);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
