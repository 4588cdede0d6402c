using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Mtok.Server;

/// <summary>Describes the query of a route by the properties of its request: their types, ranges and documentation.</summary>
internal static class QueryParameters
{
    private const string Required = "RequiredMemberAttribute";

    /// <summary>Adds them to an operation.</summary>
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<QueriedRequest>().FirstOrDefault() is { } queried)
        {
            operation.Parameters = [.. QueryReader.Of(queried.Request).Select(entry => Parameter(entry.Key, entry.Value)), .. operation.Parameters ?? []];
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(string name, PropertyInfo property) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Required = property.CustomAttributes.Any(each => each.AttributeType.Name == Required),
        Description = Documentation.Of(property),
        Schema = SchemaOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType),
    };

    private static OpenApiSchema SchemaOf(Type type) => type == typeof(int) ? new() { Type = JsonSchemaType.Integer }
        : type == typeof(bool) ? new() { Type = JsonSchemaType.Boolean }
        : new() { Type = JsonSchemaType.String, Description = QueryReader.Expected(type) };
}
