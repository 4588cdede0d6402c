using System.Text.Json;

namespace Mtok;

/// <summary>What is wrong with a JSON text, as .NET's readers throw it.</summary>
public static class JsonFault
{
    /// <summary>Whether an exception says that a text is no JSON, or that a string in it is no Unicode text, which shows only once it is read.</summary>
    public static bool Is(Exception exception) => exception is JsonException or InvalidOperationException;

    /// <summary>The line of the fault, counted from 0; 0 where it is not known.</summary>
    public static int LineOf(Exception exception) => (int)((exception as JsonException)?.LineNumber ?? 0);

    /// <summary>The place in its line, counted from 0; 0 where it is not known.</summary>
    public static int ColumnOf(Exception exception) => (int)((exception as JsonException)?.BytePositionInLine ?? 0);
}
