using Mtok.App;

namespace Mtok.Tests;

/// <summary>A page is sent to others: it says with which command it was made, not where its maker's files are.</summary>
public sealed class PageOutputTests
{
    [Theory]
    [InlineData("/home/someone/work/workload.toml", "workload.toml")]
    [InlineData("/home/someone/my-catalog/", "my-catalog")]
    [InlineData("examples/chat.toml", "examples/chat.toml")]
    [InlineData("../chat.toml", "../chat.toml")]
    [InlineData("/", "/")]
    [InlineData("--report", "--report")]
    [InlineData("clickhouse=http://localhost:8123/", "clickhouse=http://localhost:8123/")]
    public void An_absolute_path_is_its_name_alone(string word, string expected) => Assert.Equal(expected, PageOutput.Named(word));

    [Fact]
    public void So_are_paths_of_files_below_it_and_no_others()
    {
        string[] words = ["/home/some&one/month", "/home/some&one/month/logs/", "a/b", "/data", "/"];
        Assert.Equal(
            "<td>month/day.json</td><td>logs/x</td><td>data/y https://x/data/z /home/some&amp;one/months a/b</td>",
            PageOutput.WithoutFolders(
                "<td>/home/some&amp;one/month/day.json</td><td>/home/some&amp;one/month/logs/x</td><td>/data/y https://x/data/z /home/some&amp;one/months a/b</td>",
                words));
    }
}
