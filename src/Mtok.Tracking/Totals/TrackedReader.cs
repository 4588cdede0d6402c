using System.Security.Cryptography;

namespace Mtok.Tracking;

/// <summary>Reads files and folders of usage, counters and bills: each file by its content, each statement once.</summary>
/// <param name="catalog">Where a file of deployments looks up offers and accelerators.</param>
/// <param name="problems">Where to report files and rows that cannot be used.</param>
/// <param name="columns">The columns of logs, where the user names them; null for the common spellings.</param>
public sealed class TrackedReader(Catalog catalog, Problems problems, UsageColumns? columns = null)
{
    private readonly Tally _tally = new();
    private readonly List<TrackedDeployment> _deployments = [];
    private readonly Dictionary<string, string> _teams = new(StringComparer.Ordinal);
    private readonly List<TrackedFile> _files = [];
    private readonly Dictionary<string, string> _byContent = new(StringComparer.Ordinal);
    private ReadingProgress? _progress;

    /// <summary>Everything in these files and folders.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="progress">Receives how far it has come; null where nobody listens.</param>
    public Tracked Read(IReadOnlyList<string> paths, IProgress<TrackedProgress>? progress = null)
    {
        var files = TrackedPaths.Of(paths, problems);
        _progress = progress is null ? null : new(Bytes.FromCount(files.Sum(file => new FileInfo(file.Path).Length)), progress);
        foreach (var (path, isNamed) in files)
        {
            try
            {
                _progress?.Begin(path);
                Read(path, isNamed);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                problems.Error(new(path, 0, 0), "unreadable-file", exception.Message);
            }
        }

        return _tally.Finish(_files, new(_deployments, _teams));
    }

    private void Read(string path, bool isNamed)
    {
        var content = ContentOf(path);
        if (!_byContent.TryAdd(content, path))
        {
            _files.Add(new(path, null, 0, [], _byContent[content]));
            return;
        }

        var file = SourceFile.OnDisk(path, _progress);
        if (DeploymentReader.Fits(file.HeadText))
        {
            ReadDeployments(file);
            return;
        }

        if (SourceOf(file) is not { } source)
        {
            Unknown(path, isNamed);
            return;
        }

        var found = new Problems();
        source.Read(file, _tally, found);
        foreach (var problem in found.All)
        {
            _tally.LeaveOut(problem.Message, problem.Where);
        }

        var (rows, leftOut, sameAs) = _tally.EndFile();
        _files.Add(new(path, source.Name, rows, leftOut, sameAs));
    }

    private Source? SourceOf(SourceFile file) =>
        columns is not null && UsageLog.Reading(columns) is var named && named.Fits(file) ? named : Source.Of(file);

    private void ReadDeployments(SourceFile file)
    {
        if (new DeploymentReader(catalog, problems).Read(file.Path, file.Text()) is not { } read)
        {
            return;
        }

        _deployments.AddRange(read.Deployments);
        foreach (var (key, team) in read.Teams)
        {
            if (!_teams.TryAdd(key, team))
            {
                problems.Error(file.At(0), "duplicate-key", $"the team of \"{key}\" is given in two files");
            }
        }

        _files.Add(new(file.Path, "deployments", read.Deployments.Count, []));
    }

    /// <summary>A file that was named must be of a known format; one that only lies in a folder is stated.</summary>
    private void Unknown(string path, bool isNamed)
    {
        const string What = "no known format of usage, counters or bills";
        if (isNamed)
        {
            problems.Error(new(path, 0, 0), "unknown-format", What);
            return;
        }

        _tally.Warn(new(path, 0, 0), $"{Path.GetFileName(path)}: {What}; not read");
        _files.Add(new(path, null, 0, []));
    }

    private static string ContentOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
