namespace Mtok.App;

/// <summary>Keys that come from the environment: never from the command line, where other users see them, and never shown.</summary>
internal static class AdminKey
{
    /// <summary>The key in a variable; empty where it is not set.</summary>
    public static string Of(string variable) => Environment.GetEnvironmentVariable(variable)?.Trim() ?? "";
}
