using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Mtok.Server;

/// <summary>
/// Checks the query of a route before it is answered, all of it at once: what is not known, as a name that is misspelt would otherwise be an answer to
/// another question, what cannot be read, and what is missing.
/// </summary>
internal static class QueryCheck
{
    private const string Rows = "show";

    /// <summary>The check of one route, by the parameters of its handler and the request that it reads.</summary>
    public static EndpointFilterDelegate Of(EndpointFilterFactoryContext route, EndpointFilterDelegate next)
    {
        var parameters = route.MethodInfo.GetParameters().Where(each => QueryReader.Expected(each.ParameterType).Length > 0).ToList();
        return invocation =>
        {
            var problems = new Problems();
            var context = invocation.HttpContext;
            Check(context, [.. parameters.Where(each => !context.Request.RouteValues.ContainsKey(NameOf(each)))], problems);
            return problems.HasErrors ? ValueTask.FromResult<object?>(Answer.Refuse(problems)) : next(invocation);
        };
    }

    private static void Check(HttpContext context, List<ParameterInfo> parameters, Problems problems)
    {
        var query = context.Request.Query;
        var known = parameters.Select(each => (Name: NameOf(each), Type: each.ParameterType)).Concat(Queried(context)).ToDictionary(StringComparer.Ordinal);
        foreach (var name in query.Keys.Where(name => !known.ContainsKey(name)))
        {
            problems.Error(new(name, 0, 0), "unknown-key", $"there is no such parameter{Near(name, known.Keys)}");
        }

        foreach (var (name, type) in known.Where(each => query.ContainsKey(each.Key)))
        {
            QueryReader.Check(name, type, query, problems);
        }

        if (query[Rows] is [{ } rows] && known.ContainsKey(Rows) && int.TryParse(rows, out var count) && count < 1)
        {
            problems.Error(new(Rows, 0, 0), "out-of-range", $"{rows} is out of range; it must be 1 or more");
        }

        foreach (var missing in parameters.Where(each => IsNeeded(each) && !query.ContainsKey(NameOf(each))))
        {
            problems.Error(new(NameOf(missing), 0, 0), "missing-key", $"is missing: {QueryReader.Expected(missing.ParameterType)}");
        }
    }

    private static IEnumerable<(string Name, Type Type)> Queried(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<QueriedRequest>() is { } queried
            ? QueryReader.Of(queried.Request).Select(each => (each.Key, each.Value.PropertyType))
            : [];

    private static string Near(string name, IReadOnlyCollection<string> known) =>
        Spelling.DidYouMean(name, known) is { Length: > 0 } near ? near
        : known.Count > 0 ? $"; there are {string.Join(", ", known)}"
        : "; this address takes none";

    private static bool IsNeeded(ParameterInfo parameter) => new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private static string NameOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!);
}
