using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mtok.Server;

/// <summary>
/// What answers hold, for the document: each path of their JSON with the kinds of its value, in <c>answers.txt</c>, which tests learn from answers and hold
/// against others. A path ends in <c>[]</c> for members of a list, in <c>{}</c> for values under names of the data, and a line in <c>?</c> where the key
/// may be absent.
/// </summary>
internal static class AnswerSchemas
{
    private const string Json = "application/json";
    private const string Result = "GET /api/v1/jobs/{id}/result";

    private static readonly string[] Jobs = ["plan", "report", "simulate"];
    private static readonly Lazy<IReadOnlyDictionary<string, OpenApiSchema>> ByRoute = new(Read);

    /// <summary>Gives an operation the schema of its answer.</summary>
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var route = $"{context.Description.HttpMethod} /{context.Description.RelativePath}";
        var schema = route == Result
            ? new() { AnyOf = [.. Jobs.Select(job => ByRoute.Value[$"POST /api/v1/{job}"])] }
            : ByRoute.Value.GetValueOrDefault(route);
        if (schema is not null
            && operation.Responses is { } responses
            && responses.TryGetValue("200", out var answer)
            && answer.Content?.ContainsKey(Json) == true)
        {
            answer.Content[Json] = new OpenApiMediaType { Schema = schema };
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, OpenApiSchema> Read()
    {
        using var stream = typeof(AnswerSchemas).Assembly.GetManifestResourceStream("answers.txt")!;
        using var reader = new StreamReader(stream);
        var all = new Dictionary<string, OpenApiSchema>(StringComparer.Ordinal);
        var root = new OpenApiSchema();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(' '))
            {
                Add(root, line.Trim());
            }
            else
            {
                all[line] = root = new();
            }
        }

        return all;
    }

    private static void Add(OpenApiSchema root, string line)
    {
        var at = line.LastIndexOf(": ", StringComparison.Ordinal);
        var (path, kinds) = (line[..at], line[(at + 2)..]);
        var schema = path == "." ? root : At(root, path, isRequired: !kinds.EndsWith('?'));
        schema.Type = kinds.TrimEnd(' ', '?').Split('|').Select(KindOf).Aggregate((all, kind) => all | kind);
    }

    private static OpenApiSchema At(OpenApiSchema root, string path, bool isRequired)
    {
        var schema = root;
        foreach (var segment in path.Split('.'))
        {
            var name = segment.TrimEnd('[', ']', '{', '}');
            schema = name.Length == 0 ? schema : Property(schema, name, isRequired);
            for (var mark = name.Length; mark < segment.Length; mark += 2)
            {
                schema = segment[mark] == '[' ? Items(schema) : Values(schema);
            }
        }

        return schema;
    }

    private static OpenApiSchema Property(OpenApiSchema schema, string name, bool isRequired)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        if (!schema.Properties.TryGetValue(name, out var property))
        {
            schema.Properties[name] = property = new OpenApiSchema();
            if (isRequired)
            {
                (schema.Required ??= new HashSet<string>()).Add(name);
            }
        }

        return (OpenApiSchema)property;
    }

    private static OpenApiSchema Items(OpenApiSchema schema) => (OpenApiSchema)(schema.Items ??= new OpenApiSchema());

    private static OpenApiSchema Values(OpenApiSchema schema) => (OpenApiSchema)(schema.AdditionalProperties ??= new OpenApiSchema());

    private static JsonSchemaType KindOf(string word) => Enum.Parse<JsonSchemaType>(word, ignoreCase: true);
}
