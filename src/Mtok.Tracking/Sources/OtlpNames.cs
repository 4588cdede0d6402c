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
        new[] { First(attributes, Teams), First(resource, Teams), First(attributes, Users), First(resource, ["service.namespace"]) }
            .FirstOrDefault(text => text.Length > 0) ?? "";

    public static string Deployment(IReadOnlyDictionary<string, string> resource) => First(resource, ["service.name"]);

    private static string First(IReadOnlyDictionary<string, string> attributes, string[] names) =>
        names.Select(name => attributes.GetValueOrDefault(name, "")).FirstOrDefault(text => text.Length > 0) ?? "";
}
