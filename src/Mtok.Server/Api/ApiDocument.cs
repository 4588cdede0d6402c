using Microsoft.AspNetCore.OpenApi;

namespace Mtok.Server;

/// <summary>The OpenAPI document of the API.</summary>
internal static class ApiDocument
{
    /// <summary>Names the document and adds the parameters that routes read by their request's properties.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info.Title = "Mtok";
            document.Info.Version = context.ApplicationServices.GetRequiredService<ServerSettings>().Version;
            document.Info.Description = "What a million LLM tokens really cost you, what to run, and what it did cost: the answers of the command line.";
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(QueryParameters.Add);
        options.AddOperationTransformer(AnswerSchemas.Add);
    }
}
