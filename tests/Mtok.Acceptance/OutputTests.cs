using System.Globalization;

namespace Mtok.Acceptance;

/// <summary>What holds of every command's output, whatever it answers.</summary>
public sealed class OutputTests
{
    /// <summary>A command line of each command that answers something.</summary>
    public static TheoryData<string> Commands =>
    [
        "price --usd-per-hour 4.50 --tokens-per-second 5000 --utilization 50% --overhead 1.4",
        "utilization --usd-per-hour 4.50 --tokens-per-second 5000 --api 0.80",
        "break-even --api 0.80 --self-hosted 0.35 --monthly 5000",
        "break-even --workload examples/support-chat.toml",
        "break-even --workload examples/article-high-volume-steady.toml",
        "break-even --workload examples/article-high-volume-variable.toml --curve",
        "compare --model llama-3.3-70b --input 1000 --provider aws --provider groq",
        "decide examples/support-chat.toml",
        "catalog list accelerators",
        "catalog list offers --match h200",
        "catalog list apis --match groq",
        "catalog list measurements --match mi300x",
        "catalog show llama-3.3-70b",
        "catalog lint",
        "track report examples/month --by team",
        "track report examples/month --by model,team,deployment --details",
    ];

    /// <summary>Every command, for its help.</summary>
    public static TheoryData<string> Names =>
        ["decide", "init", "compare", "price", "utilization", "break-even", "catalog lint", "catalog list", "catalog show", "track export", "track report"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_pipe_gets_plain_text_that_fits_eighty_columns(string command)
    {
        var run = Answer(command, ("COLUMNS", "80"));
        Assert.DoesNotContain('\e', run.Out);
        Assert.All(run.OutLines, line => Assert.True(line.Length <= 80, line));
        Assert.True(run.OutLines.Length > 1);
    }

    [Fact]
    public void A_spreadsheet_gets_no_formula_of_anybodys_unless_it_is_asked_for()
    {
        using var workspace = new Workspace();
        var log = workspace.Write("usage.jsonl", """{"time":"2026-09-07T10:00:00Z","model":"gpt-oss-120b","team":"=HYPERLINK(1)","input_tokens":10,"output_tokens":5}""" + "\n");
        var safe = MtokProcess.Run(MtokProcess.Root, ["track", "report", log, "--by", "team", "--format", "csv"]);
        var raw = MtokProcess.Run(MtokProcess.Root, ["track", "report", log, "--by", "team", "--format", "csv", "--raw"]);
        Assert.Contains("'=HYPERLINK(1)", safe.Out, StringComparison.Ordinal);
        Assert.Equal(safe.Out.Replace("'=", "=", StringComparison.Ordinal), raw.Out);
        Assert.Equal(1, MtokProcess.Run(MtokProcess.Root, ["track", "report", log, "--raw"]).ExitCode);
    }

    [Theory]
    [InlineData("40", "decide examples/support-chat.toml --all", "Option: novita API")]
    [InlineData("40", "catalog list measurements --match mi300x", "Accelerator: mi300x")]
    [InlineData("60", "catalog list measurements --match mi300x", "Accelerator: mi300x")]
    [InlineData("40", "compare --model llama-3.3-70b", "$/Mtok: ")]
    public void A_pipe_too_narrow_for_a_table_gets_its_rows_one_below_the_other(string columns, string command, string line)
    {
        var run = Answer(command, ("COLUMNS", columns));
        Assert.Contains("\n" + line, run.Out, StringComparison.Ordinal);
        Assert.All(run.OutLines, text => Assert.True(text.Length <= int.Parse(columns, CultureInfo.InvariantCulture), text));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_same_input_gives_the_same_bytes_whatever_the_processors_home_and_language(string command)
    {
        Assert.Equal(
            Answer(command).Out,
            Answer(command, ("DOTNET_PROCESSOR_COUNT", "1"), ("HOME", null), ("XDG_CONFIG_HOME", null), ("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"), ("TZ", "Asia/Tokyo"), ("TERM", "dumb"), ("NO_COLOR", "1")).Out);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Csv_has_as_many_fields_in_each_row(string command)
    {
        var rows = Answer(command + " --format csv").OutLines.Select(Fields).ToList();
        Assert.True(rows[0].Count > 1);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.All(rows[0], title => Assert.NotEqual("", title));
        Assert.True(rows.Count > 1 || command == "catalog lint");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Markdown_has_as_many_cells_in_each_row_of_a_table(string command)
    {
        var lines = Answer(command + " --format markdown").OutLines;
        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        var cells = 0;
        foreach (var line in lines)
        {
            var here = line.StartsWith('|') ? line.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|') : 0;
            Assert.True(cells == 0 || here == 0 || here == cells, line);
            Assert.True(here == 0 || line.EndsWith(" |", StringComparison.Ordinal), line);
            cells = here;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Help_has_an_example_that_works(string name)
    {
        var help = Answer(name + " --help").Out;
        Assert.Contains("Example: mtok " + name, help, StringComparison.Ordinal);
        var example = help.Split('\n').First(line => line.Contains("Example: mtok ", StringComparison.Ordinal)).Trim()["Example: mtok ".Length..];
        if (name == "init")
        {
            // It writes a file, which is none of the repository's.
            using var workspace = new Workspace();
            Assert.Equal(0, workspace.Run(example.Split(' ')).ExitCode);
        }
        else if (!example.Contains("my-prices/", StringComparison.Ordinal))
        {
            Answer(example);
        }
    }

    [Fact]
    public void Help_shows_a_default_once()
    {
        var commands = new Queue<string>([""]);
        var options = 0;
        while (commands.TryDequeue(out var command))
        {
            var lines = Answer($"{command} --help".Trim(), ("COLUMNS", "1000")).OutLines;
            Assert.DoesNotContain(lines, line => line.Split("[default: ").Length > 2);
            options += lines.Count(line => line.Contains("[default: ", StringComparison.Ordinal));
            foreach (var name in lines.SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)))
            {
                commands.Enqueue($"{command} {name.Trim().Split(' ')[0]}".Trim());
            }
        }

        Assert.True(options > 50, $"only {options} defaults were seen");
    }

    [Theory]
    [InlineData("price --usd-per-hour 4.50 --tokens-per-second 5000 --utilization 50")]
    [InlineData("price --usd-per-hour $4.50/h --tokens-per-second 5k --utilization 50%")]
    [InlineData("price --usd-per-hour=4.50 --tokens-per-second=5_000 --utilization=0.5")]
    [InlineData("price --utilization 0.50x --tokens-per-second 5000tok/s --usd-per-hour 4.5 --format TABLE")]
    public void Numbers_are_taken_as_people_write_them(string command) =>
        Assert.StartsWith("Price of a million tokens\n\n$0.50/Mtok ", Answer(command).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("-?")]
    public void The_program_lists_its_commands(string help) =>
        Assert.All(["decide", "init", "compare", "price", "utilization", "break-even", "catalog"], name => Assert.Contains($"\n  {name} ", Answer(help).Out, StringComparison.Ordinal));

    private static MtokRun Answer(string command, params (string Name, string? Value)[] environment)
    {
        var run = MtokProcess.Run(MtokProcess.Root, command.Split(' '), environment);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    /// <summary>The fields of a CSV line; quotes are taken away.</summary>
    internal static List<string> Fields(string line)
    {
        var fields = new List<string> { "" };
        var quoted = false;
        foreach (var letter in line)
        {
            quoted ^= letter == '"';
            if (letter == ',' && !quoted)
            {
                fields.Add("");
            }
            else if (letter != '"')
            {
                fields[^1] += letter;
            }
        }

        Assert.False(quoted, line);
        return fields;
    }
}
