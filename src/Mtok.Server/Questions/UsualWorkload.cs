namespace Mtok.Server;

/// <summary>The workload that pages begin with.</summary>
internal sealed class UsualWorkload
{
    /// <param name="settings">Names its file; an example stands where it names none.</param>
    /// <param name="assets">Hold the example.</param>
    /// <exception cref="ServerFaultException">The file cannot be read.</exception>
    public UsualWorkload(ServerSettings settings, Assets assets)
    {
        var problems = new Problems();
        Text = (settings.Workload is { } file ? InputFile.TryRead(file, problems) : assets.Example)?.ReplaceLineEndings("\n")
            ?? throw new ServerFaultException(string.Join('\n', problems.All));
    }

    /// <summary>Its text.</summary>
    public string Text { get; }
}
