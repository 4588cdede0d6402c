using Mtok.Imports;
using Mtok.Reporting;

namespace Mtok.App;

/// <summary>
/// How far an update of the catalog is, on stderr: at a terminal a line that names who is waited for, elsewhere a line for each source. After Ctrl-C it
/// says what was stored and what was not.
/// </summary>
internal sealed class UpdateLine : IProgress<SourceUpdate>, IDisposable
{
    private readonly IReadOnlyList<string> _sources;
    private readonly List<SourceUpdate> _done = [];
    private readonly StatusLine _line = new();
    private readonly IDisposable _lastWords;

    /// <param name="sources">The sources, in their order.</param>
    public UpdateLine(IReadOnlyList<string> sources)
    {
        _sources = sources;
        _lastWords = Interruption.Say(LastWords);
        ShowNext();
    }

    public void Report(SourceUpdate value)
    {
        lock (_done)
        {
            _done.Add(value);
        }

        if (Console.IsErrorRedirected && !StatusLine.IsQuiet)
        {
            Console.Error.WriteLine($"mtok: {UpdateReport.Line(value)}");
        }

        ShowNext();
    }

    public void Dispose()
    {
        _lastWords.Dispose();
        _line.Clear();
    }

    private void ShowNext()
    {
        if (!Console.IsErrorRedirected && _done.Count < _sources.Count)
        {
            _line.Show($"{_done.Count} of {_sources.Count} sources done; waiting for {_sources[_done.Count]}");
        }
    }

    private string LastWords()
    {
        lock (_done)
        {
            return UpdateReport.Stopped(_done, _sources);
        }
    }
}
