namespace Mtok.App;

/// <summary>A line on stderr, no wider than the terminal, that is written over by the next, and gone when something else is reported.</summary>
internal sealed class StatusLine
{
    private bool _shown;

    /// <summary>Whether nothing is to be shown: <c>--quiet</c>.</summary>
    public static bool IsQuiet { get; set; }

    public void Show(string text)
    {
        if (IsQuiet)
        {
            return;
        }

        _shown = true;
        var most = Console.WindowWidth - 1;
        Console.Error.Write($"\r\e[K{(most > 0 && text.Length > most ? text[..most] : text)}");
    }

    public void Clear()
    {
        if (_shown)
        {
            Console.Error.Write("\r\e[K");
            _shown = false;
        }
    }
}
