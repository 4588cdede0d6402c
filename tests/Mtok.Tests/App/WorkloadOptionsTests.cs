using System.CommandLine;
using System.Text.RegularExpressions;
using Mtok.App;

namespace Mtok.Tests;

/// <summary>A workload that is typed is the workload that a file would be.</summary>
public sealed class WorkloadOptionsTests
{
    private const string Typed = "--model llama-3.3-70b --rps 60 --input-tokens 1200 --output-tokens 250";

    [Theory]
    [InlineData("", "[traffic]\nrequests_per_second = 60")]
    [InlineData("--ttft 1s --tpot 60ms", "[traffic]\nrequests_per_second = 60\n[service_level]\nttft = \"1s\"\ntpot = \"60ms\"")]
    [InlineData("--cached 40% --shape business-hours", "cached_share = 0.4\n[traffic]\nrequests_per_second = 60\nshape = \"business-hours\"")]
    [InlineData("--shape spiky --peak-ratio 4", "[traffic]\nrequests_per_second = 60\nshape = \"spiky\"\npeak_ratio = 4")]
    [InlineData(
        "--allow aws,gcp --kinds api,on_demand --regions us-,eu --longest-commitment 1y",
        "[traffic]\nrequests_per_second = 60\n[allow]\nproviders = [\"aws\", \"gcp\"]\nkinds = [\"api\", \"on_demand\"]\nregions = [\"us-\", \"eu\"]\nlongest_commitment = \"1y\"")]
    public void Options_are_read_as_a_file_is(string options, string file)
    {
        var written = Read($"models = [\"llama-3.3-70b\"]\n[tokens]\ninput = 1200\noutput = 250\n{file}", "");
        Assert.Equal(Text(written), Text(Read(null, $"{Typed} {options}")));
    }

    [Theory]
    [InlineData("--rps 3", 3, 4)]
    [InlineData("--peak-rps 6 --shape steady", 6, 1)]
    [InlineData("--tokens-per-month 2.628B", 1, 4)]
    [InlineData("--requests-per-day 86400 --shape spiky --peak-ratio 2", 1, 2)]
    public void Options_replace_what_the_file_says(string options, double rate, double peak)
    {
        const string File = "models = [\"llama-3.3-70b\"]\n[tokens]\ninput = 600\noutput = 400\n[traffic]\nrequests_per_day = 5\nshape = \"spiky\"\npeak_ratio = 4\n";
        var workload = Read(File, options);
        Assert.Equal((rate, peak), (Math.Round(workload.Traffic.Mean.PerSecond, 9), Math.Round(workload.Traffic.Shape.Peak.Value, 9)));
    }

    [Fact]
    public void A_demand_file_is_looked_for_where_one_stands_and_gives_the_volume()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "day.csv");
        File.WriteAllText(path, "requests\n3600\n7200\n0\n");
        var workload = Read(null, $"--model llama-3.3-70b --input-tokens 5 --output-tokens 5 --shape {Path.GetRelativePath(".", path)}");
        Assert.Equal((1, 2), (Math.Round(workload.Traffic.Mean.PerSecond, 9), Math.Round(workload.Traffic.Shape.Peak.Value, 9)));
    }

    [Fact]
    public void Every_option_stands_for_a_key_that_is_documented_and_says_so()
    {
        var options = WorkloadOptions.ByArgument(new("any"));
        var documented = Regex.Matches(File.ReadAllText(Snapshot.PathOf("docs/workload.md")), "`([a-z_]+)`").Select(key => key.Groups[1].Value).ToHashSet();
        var lines = File.ReadAllLines(Snapshot.PathOf("docs/workload.md"));
        foreach (var (option, path) in options.Keys)
        {
            Assert.Contains(path[^1], documented);
            Assert.Contains(lines, line => line.Contains($"`{option.Name}`", StringComparison.Ordinal) && line.Contains($"`{path[^1]}`", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("compare --model m --input 10 --output 20", "compare --model m --input-tokens 10 --output-tokens 20")]
    [InlineData("capacity --input=10 -o 1k", "capacity --input-tokens=10 --output-tokens 1k")]
    [InlineData("compare --output a.json --output 300", "compare --output a.json --output-tokens 300")]
    [InlineData("price --output 300", "price --output 300")]
    [InlineData("import benchmark x.json --input 5 --output 6", "import benchmark x.json --input-tokens 5 --output 6")]
    public void Old_names_of_token_options_are_still_understood(string old, string today) => Assert.Equal(today.Split(' '), OldNames.Renamed(old.Split(' ')));

    private static Workload Read(string? file, string options)
    {
        var command = new Command("any");
        var typed = WorkloadOptions.ByArgument(command);
        var parsed = command.Parse(options + (file is null ? "" : " w.toml"));
        Assert.Empty(parsed.Errors);
        var path = file is null ? null : Path.Combine(Directory.CreateTempSubdirectory().FullName, "w.toml");
        if (path is not null)
        {
            File.WriteAllText(path, file);
        }

        var problems = new Problems();
        var workload = new WorkloadReader(Workloads.Built, problems).Read(path, typed.Given(parsed.CommandResult));
        Assert.True(workload is not null, string.Join("\n", problems.All));
        return workload;
    }

    private static string Text(Workload workload) => string.Join(
        '\n',
        string.Join(',', workload.Models.Select(model => model.Id)), workload.Traffic.Mean, string.Join(',', workload.Traffic.Shape.Hours), workload.Mix,
        workload.Mix.CachedShare, workload.ServiceLevel, workload.Fleet, string.Join(',', workload.Allowed.Providers),
        string.Join(',', workload.Allowed.Kinds), string.Join(',', workload.Allowed.Regions), workload.Allowed.LongestCommitment);
}
