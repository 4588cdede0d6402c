namespace Mtok.App;

/// <summary>What the program answers its caller with.</summary>
internal static class ExitCode
{
    public const int Answer = 0;
    public const int Usage = 1;
    public const int BadData = 2;
    public const int NothingFits = 3;
    public const int LimitCut = 4;
    public const int Alert = 5;
    public const int Fault = 70;
    public const int Interrupted = 130;

    /// <summary>Each code with what it means: the one table of them.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Answer, "an answer"),
        (Usage, "the command line is wrong, or a file cannot be written"),
        (BadData, "a file or its data is wrong; nothing was computed"),
        (NothingFits, "nothing serves what is asked for, with the reasons"),
        (LimitCut, "the time you gave (--time-limit) cut the search before the plan was proved within the gap, or all its work found none"),
        (Alert, "an alert holds (mtok track check)"),
        (Fault, "a fault of the program itself, which you are asked to report; MTOK_TRACE=1 prints where"),
        (Interrupted, "interrupted with Ctrl-C"),
    ];
}
