namespace Mtok.App;

/// <summary>What the program answers its caller with.</summary>
internal static class ExitCode
{
    public const int Answer = 0;
    public const int Usage = 1;
    public const int BadData = 2;
    public const int NothingFits = 3;
}
