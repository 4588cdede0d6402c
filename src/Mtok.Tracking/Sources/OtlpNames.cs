namespace Mtok.Tracking;

/// <summary>Who used what, by the attributes of spans, points and resources.</summary>
internal static class OtlpNames
{
    private static readonly string[] Models =
        ["gen_ai.response.model", "gen_ai.request.model", "llm.model_name", "llm.response.model", "llm.request.model", "ai.model.id", "model"];

    private static readonly string[] Teams =
        ["team", "team.name", "team.id", "tenant", "tenant.id", "tenant.name", "department", "cost_center", "project", "project.id", "customer.id"];

    private static readonly string[] Users = ["user", "user.name", "user.id", "enduser.id", "enduser.pseudo.id", "langfuse.user.id"];

    public static string Model(IReadOnlyDictionary<string, string> attributes) => First(attributes, Models);

    /// <summary>The team that the call names, else its service's; else the user; else the group of services.</summary>
    public static string Team(IReadOnlyDictionary<string, string> attributes, IReadOnlyDictionary<string, string> resource) =>
        First(attributes, Teams) is { Length: > 0 } named ? named
        : First(resource, Teams) is { Length: > 0 } service ? service
        : First(attributes, Users) is { Length: > 0 } user ? user
        : First(resource, ["service.namespace"]);

    public static string Deployment(IReadOnlyDictionary<string, string> resource) => First(resource, ["service.name"]);

    private static string First(IReadOnlyDictionary<string, string> attributes, string[] names) =>
        Array.Find(names, name => attributes.TryGetValue(name, out var text) && text.Length > 0) is { } found ? attributes[found] : "";
}
