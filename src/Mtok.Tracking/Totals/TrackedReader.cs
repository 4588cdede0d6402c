namespace Mtok.Tracking;

/// <summary>Reads files and folders of usage, counters and bills: each file by its content, each statement once.</summary>
/// <param name="catalog">Where a file of deployments looks up offers and accelerators.</param>
/// <param name="problems">Where to report files and rows that cannot be used.</param>
/// <param name="columns">The columns of logs, where the user names them; null for the common spellings.</param>
public sealed class TrackedReader(Catalog catalog, Problems problems, UsageColumns? columns = null)
{
    private ReadingProgress? _progress;

    /// <summary>Everything in these files and folders.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="progress">Receives how far it has come; null where nobody listens.</param>
    public Tracked Read(IReadOnlyList<string> paths, IProgress<TrackedProgress>? progress = null)
    {
        using var tally = new Tally(problems);
        Read(TrackedPaths.Of(paths, problems), tally, progress);
        return tally.Finish();
    }

    /// <summary>Puts files into a tally or a ledger.</summary>
    internal void Read(IReadOnlyList<TrackedPath> paths, ITrackedFiles into, IProgress<TrackedProgress>? progress)
    {
        _progress = progress is null ? null : new(Bytes.FromCount(paths.Sum(path => new FileInfo(path.Path).Length)), progress);
        foreach (var path in paths)
        {
            try
            {
                _progress?.Begin(path.Path);
                Read(path, into);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                into.GiveUp();
                problems.Error(new(path.Path, 0, 0), "unreadable-file", exception.Message);
            }
        }
    }

    /// <summary>Whether a file is of a known format; a file that was named and is not is reported.</summary>
    internal bool IsKnown(TrackedPath path)
    {
        try
        {
            var file = SourceFile.OnDisk(path.Path);
            if (DeploymentReader.Fits(file.HeadText) || SourceOf(file) is not null)
            {
                return true;
            }

            ReportUnknown(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            problems.Error(new(path.Path, 0, 0), "unreadable-file", exception.Message);
        }

        return false;
    }

    private void Read(TrackedPath path, ITrackedFiles into)
    {
        if (!into.Begin(FileContent.Of(path.Path, into.Lengths)))
        {
            return;
        }

        var file = SourceFile.OnDisk(path.Path, _progress);
        if (DeploymentReader.Fits(file.HeadText))
        {
            if (!ReadDeployments(file, into))
            {
                into.GiveUp();
                return;
            }
        }
        else if (SourceOf(file) is { } source)
        {
            into.Is(source.Name);
            var found = new Problems();
            source.Read(file, into, found);
            foreach (var problem in found.All)
            {
                into.LeaveOut(problem.Message, problem.Where);
            }
        }
        else if (ReportUnknown(path))
        {
            into.GiveUp();
            return;
        }
        else
        {
            into.Warn(new(path.Path, 0, 0), $"{Path.GetFileName(path.Path)}: {Unknown}; not read");
        }

        into.End();
    }

    private Source? SourceOf(SourceFile file) =>
        columns is not null && UsageLog.Reading(columns) is var named && named.Fits(file) ? named : Source.Of(file);

    /// <summary>Reads a file of deployments, as a whole or, where it has an error, not at all.</summary>
    private bool ReadDeployments(SourceFile file, ITrackedFiles into)
    {
        var text = file.Text();
        if (new DeploymentReader(catalog, problems).Read(file.Path, text) is not { } read)
        {
            return false;
        }

        into.Is("deployments");
        into.Add(text, read);
        return true;
    }

    private const string Unknown = "no known format of usage, counters or bills";

    /// <summary>A file that was named must be of a known format; one that only lies in a folder is stated.</summary>
    private bool ReportUnknown(TrackedPath path)
    {
        if (path.IsNamed)
        {
            problems.Error(new(path.Path, 0, 0), "unknown-format", Unknown);
        }

        return path.IsNamed;
    }
}
