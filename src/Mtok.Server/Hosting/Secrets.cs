namespace Mtok.Server;

/// <summary>Secrets that this server sends to others: variables of the environment, read when they are sent and kept nowhere.</summary>
internal static class Secrets
{
    /// <summary>The secret in a variable; empty where it is not set.</summary>
    public static string Of(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";
}
