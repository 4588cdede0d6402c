namespace Mtok.App;

/// <summary>A line on stderr that is written over by the next, and gone when something else is reported.</summary>
internal sealed class StatusLine
{
    private bool _shown;

    public void Show(string text)
    {
        _shown = true;
        Console.Error.Write($"\r\e[K{text}");
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
