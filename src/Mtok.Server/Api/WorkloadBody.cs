using System.Text;
using System.Text.Json;

namespace Mtok.Server;

/// <summary>A workload in the body of a request: its TOML text as it is, or in JSON as <c>workload</c>.</summary>
/// <param name="Workload">The text of a workload file.</param>
public sealed record WorkloadBody(string Workload)
{
    /// <summary>A workload is a page of text; this is a hundred of them.</summary>
    public const long Largest = 1 << 20;

    /// <summary>The name under which problems of the text are reported.</summary>
    public const string Name = "workload.toml";

    /// <summary>Reads the body; null with the problem where it is none.</summary>
    internal static async Task<WorkloadBody?> Read(HttpRequest request, Problems problems, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        return await Copy(request.Body, bytes, problems, cancel).ConfigureAwait(false) ? Read(request.HasJsonContentType(), bytes.ToArray(), problems) : null;
    }

    /// <summary>Copies the bytes of a workload; reported where they are too many.</summary>
    /// <returns>Whether that was all of it.</returns>
    internal static async Task<bool> Copy(Stream from, Stream to, Problems problems, CancellationToken cancel)
    {
        var isAll = await Limited.Copy(from, to, Largest, cancel).ConfigureAwait(false);
        if (!isAll)
        {
            problems.Error(new(Name, 0, 0), "too-large", $"a workload has at most {Largest / 1024} kB");
        }

        return isAll;
    }

    /// <summary>Reads the workload; null with the problems where it has errors.</summary>
    internal Workload? In(Catalog catalog, Problems problems) => new WorkloadReader(catalog, problems).Read(Name, Workload, []);

    /// <summary>From the bytes of its text, or of JSON that holds it; null with the problem where they are neither.</summary>
    internal static WorkloadBody? Read(bool isJson, byte[] bytes, Problems problems)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return new(isJson ? JsonDocument.Parse(text).RootElement.GetProperty("workload").GetString() ?? "" : text);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or DecoderFallbackException)
        {
            problems.Error(new("body", 0, 0), "bad-body", "must be the TOML text of a workload, or JSON such as {\"workload\": \"models = ...\"}, in UTF-8");
            return null;
        }
    }
}
