namespace Mtok.Tracking;

/// <summary>How logs spell what stands beside the numbers; the first that is there counts.</summary>
internal static class UsageNames
{
    public static IReadOnlyList<string> RequestId { get; } =
        ["request_id", "requestId", "RequestId", "x-request-id", "x_request_id", "req_id", "call_id", "event_id", "eventId", "id", "uuid"];

    /// <summary>The answer's own id.</summary>
    public static IReadOnlyList<string> ResponseId { get; } = ["id", "responseId", "response_id", "message_id", "generation_id"];

    /// <summary>
    /// Whether an answer's id is stated by no other answer: providers' ids are long; local servers and stand-ins number theirs (<c>chatcmpl-17</c>)
    /// and repeat them.
    /// </summary>
    public static bool IsUnique(string responseId) => responseId.Length >= 16;

    public static IReadOnlyList<string> Time { get; } =
    [
        "time", "timestamp", "@timestamp", "ts", "Timestamp", "start_time", "startTime", "started_at", "request_time", "event_time", "datetime",
        "created_at", "createdAt", "created", "date",
    ];

    public static IReadOnlyList<string> Team { get; } =
    [
        "team", "team_name", "teamName", "team_alias", "team_id", "teamId", "department", "cost_center", "costCenter", "business_unit",
        "project", "project_name", "project_id", "projectId", "tenant", "tenant_id", "tenantId", "customer", "customer_id",
        "workspace", "workspace_id", "end_user", "end_user_id", "endUser", "user", "user_id", "userId", "user_email", "arn",
        "api_key_alias", "key_alias", "key_name",
    ];

    public static IReadOnlyList<string> Model { get; } =
        ["model", "model_name", "modelName", "modelVersion", "model_version", "model_id", "modelId", "response_model", "request_model"];

    public static IReadOnlyList<string> Deployment { get; } =
        ["deployment", "deployment_name", "deployment_id", "service", "service_name", "provider", "provider_name", "endpoint", "app", "application"];

    public static IReadOnlyList<string> Provider { get; } =
        ["provider", "provider_name", "vendor", "base_url", "api_base", "endpoint", "deployment", "service"];

    public static IReadOnlyList<string> Status { get; } =
        ["status", "status_code", "statusCode", "http_status", "httpStatus", "outcome", "error_type", "error_code", "error"];

    public static IReadOnlyList<string> Cost { get; } = ["cost", "cost_usd", "costUSD", "cost_in_usd", "spend", "total_cost", "price_usd"];
}
