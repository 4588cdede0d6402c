namespace Mtok.Imports;

/// <summary>The form of a device in a seller's name for it: a card (PCIe), a bridged pair (NVL) or a module on a board (SXM).</summary>
internal static class DeviceForm
{
    public const string Sxm = "SXM";

    private static readonly string[] Words = ["PCIe", "NVL", Sxm];

    /// <summary>The form that a name states; null if it states none.</summary>
    public static string? Of(string name) => Array.Find(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The device without form, maker and memory, as names are compared.</summary>
    public static string Without(string name)
    {
        var parts = name.Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => Of(part) is null && !part.EndsWith("GB", StringComparison.OrdinalIgnoreCase)
                && !part.Equals("NVIDIA", StringComparison.OrdinalIgnoreCase));
        return Spelling.Fold(string.Concat(parts));
    }
}
