using System.Text.Json.Nodes;
using Mtok.Imports;

namespace Mtok.Reporting;

/// <summary>Reports which usage and costs were fetched.</summary>
public static class UsageFetchReport
{
    /// <summary>The report of files that were written.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="files">The path of each file with what is in it.</param>
    public static Report Of(string provider, IReadOnlyList<KeyValuePair<string, UsageFile>> files)
    {
        var table = new Table(
            "Fetched",
            [new("File"), new("List"), new("Pages", Numbers: true), new("Bytes", Numbers: true)],
            [
                .. files.Select(file => (string[])
                    [file.Key, file.Value.List, CountText.Of(file.Value.Pages), CountText.Of(file.Value.Bytes.Length)]),
            ]);
        return new(
            $"Usage and costs of {provider}",
            [
                new Block.Line($"{CountText.Of(files.Count, "file")} written; mtok track report reads them.", Strong: true),
                new Block.Rows(table),
            ],
            table,
            new JsonObject
            {
                ["provider"] = provider,
                ["files"] = new JsonArray([.. files.Select(file => new JsonObject
                {
                    ["path"] = file.Key,
                    ["list"] = file.Value.List,
                    ["pages"] = file.Value.Pages,
                    ["bytes"] = file.Value.Bytes.Length,
                })]),
            });
    }
}
