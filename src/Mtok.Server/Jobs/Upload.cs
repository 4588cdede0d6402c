using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Mtok.Server;

/// <summary>
/// A workload and a trace as a request sends them: a trace goes to a temporary file of this server's naming as it comes, and is gone with the job.
/// </summary>
/// <param name="Workload">The workload's text; null where there is none.</param>
/// <param name="Trace">The trace's temporary file; null where there is none.</param>
internal sealed record Upload(WorkloadBody? Workload, string? Trace) : IDisposable
{
    private static readonly Upload None = new(null, null);
    private const string Extensions = ".csv.jsonl.json.parquet";

    /// <summary>Reads a workload alone, or a form of several parts named <c>workload</c> and <c>trace</c>.</summary>
    public static async Task<Upload?> Read(HttpRequest request, Problems problems, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var alone = await WorkloadBody.Read(request, problems, cancel).ConfigureAwait(false);
            return alone is null ? null : new(alone, null);
        }

        var parts = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
        var upload = None;
        var isRead = false;
        try
        {
            while (await parts.ReadNextSectionAsync(cancel).ConfigureAwait(false) is { } part)
            {
                upload = await With(upload, part, problems, cancel).ConfigureAwait(false);
            }

            isRead = !problems.HasErrors;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException && !cancel.IsCancellationRequested)
        {
            problems.Error(new("body", 0, 0), "bad-body", $"the form is damaged: {exception.Message.Trim()}");
        }
        finally
        {
            if (!isRead)
            {
                upload.Dispose();
            }
        }

        return isRead ? upload : null;
    }

    /// <summary>A trace alone.</summary>
    public static async Task<Upload?> ReadTrace(HttpRequest request, Problems problems, CancellationToken cancel) =>
        await Keep(request.Body, ".csv", problems, cancel).ConfigureAwait(false) is { } file ? new(null, file) : null;

    /// <summary>Removes the trace's file.</summary>
    public void Dispose()
    {
        if (Trace is { } file)
        {
            File.Delete(file);
        }
    }

    private static async Task<Upload> With(Upload upload, MultipartSection part, Problems problems, CancellationToken cancel)
    {
        if (part.GetContentDispositionHeader() is not { } named)
        {
            return upload;
        }

        switch (HeaderUtilities.RemoveQuotes(named.Name).ToString())
        {
            case "workload" when upload.Workload is null:
                return upload with { Workload = await Text(part.Body, problems, cancel).ConfigureAwait(false) };
            case "trace" when upload.Trace is null:
                var file = await Keep(part.Body, ExtensionOf(named.FileName.ToString()), problems, cancel).ConfigureAwait(false);
                return upload with { Trace = Chosen(file, isNamed: HeaderUtilities.RemoveQuotes(named.FileName).Length > 0) };
            case var other:
                problems.Error(new(other, 0, 0), "unknown-part", "parts of the form are workload and trace, each once");
                return upload;
        }
    }

    private static async Task<WorkloadBody?> Text(Stream body, Problems problems, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        return await WorkloadBody.Copy(body, bytes, problems, cancel).ConfigureAwait(false)
            ? WorkloadBody.Read(isJson: false, bytes.ToArray(), problems)
            : null;
    }

    /// <summary>The file of a trace; none where a browser's form was sent without one, which has neither name nor content.</summary>
    private static string? Chosen(string? file, bool isNamed)
    {
        if (file is null || isNamed || new FileInfo(file).Length > 0)
        {
            return file;
        }

        File.Delete(file);
        return null;
    }

    /// <summary>Formats are recognised by content; the ending of a name helps with one that several share.</summary>
    private static string ExtensionOf(string name)
    {
        var extension = Path.GetExtension(name.Trim('"')).ToLowerInvariant();
        return extension.Length > 1 && Extensions.Split('.').Contains(extension[1..]) ? extension : ".csv";
    }

    private static async Task<string?> Keep(Stream body, string extension, Problems problems, CancellationToken cancel)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mtok-trace-{Path.GetRandomFileName()}{extension}");
        var isWhole = false;
        try
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await using (file.ConfigureAwait(false))
            {
                isWhole = await Limited.Copy(body, file, Bodies.LargestTrace, cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!isWhole)
            {
                File.Delete(path);
            }
        }

        if (!isWhole)
        {
            var most = Bodies.LargestTrace >> 20;
            problems.Error(new("trace", 0, 0), "too-large", $"a trace has at most {most} MB here; mtok on a command line takes longer ones");
        }

        return isWhole ? path : null;
    }
}
