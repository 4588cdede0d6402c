namespace Mtok.Acceptance;

/// <summary>Command lines that cannot be meant: exit 1 where the line itself is wrong, 2 where a name on it is unknown.</summary>
public sealed class BadCommandLineTests
{
    private const string Machine = "--usd-per-hour 4.50 --tokens-per-second 5000";

    /// <summary>The command line, cut at blanks, the exit code, and what stderr tells.</summary>
    public static TheoryData<string, int, string> Lines => new()
    {
        { "prise", 1, "mtok: unknown command or option \"prise\"; did you mean \"price\"?\nSee: mtok --help" },
        { "catalog", 1, "Required command was not provided." },
        { "catalog lst", 1, "mtok: unknown command or option \"lst\"; did you mean \"list\"?\nSee: mtok catalog --help" },
        { "decide", 1, "without a workload file (mtok init writes one), --model, --input-tokens, --output-tokens, one of --rps, --peak-rps, --requests-per-day, --tokens-per-month are needed" },
        { "decide --model llama-3.3-70b --rps 3 --input-tokens 400", 1, "without a workload file (mtok init writes one), --output-tokens is needed" },
        { "plan w.toml --rps fast --ttft 200 --tpot p95=fast", 1, "--rps: \"fast\" is not a number in req/s\n--ttft: 200 without a unit: 200ms or 200s?\n--tpot: \"fast\" is not a length of time such as \"200ms\"" },
        { "decide w.toml --shape spiky --kinds apis --rps 0 --allow awss", 2, "--shape: error: shape = \"spiky\" needs \"peak_ratio\"\n--kinds: error: \"kinds\" may hold api,\n--rps: error: \"requests_per_second\" is 0; it must be\n--allow: error: unknown provider \"awss\"; did you mean \"aws\"?" },
        { "break-even --model llama-3.3-70b", 1, "without a workload file (mtok init writes one), --input-tokens" },
        { "capacity --model llama-3.3-70b -a h100-sxm --ttft 200", 1, "--ttft: 200 without a unit: 200ms or 200s?" },
        { "decide --model X --rps 0 --output-tokens x", 1, "--output-tokens: \"x\" is not a number in tok\nmtok: without a workload file (mtok init writes one), --input-tokens is needed\n--model: error: unknown model \"X\"\n--rps: error: \"requests_per_second\" is 0; it must be" },
        { "decide gone.toml --rps fast --mystery", 1, "--rps: \"fast\" is not a number in req/s\nunknown command or option \"--mystery\"" },
        { "plan w.toml --model X --rps 1 --rps-typo 3 --gap -1", 1, "unknown command or option \"--rps-typo\"\n--gap: -1 is out of range; it must be 0% to 99%" },
        { "break-even --api free --monthly 5 --curve --as-of soon", 1, "--api: \"free\" is not a number in $/Mtok\n--as-of: \"soon\" must be a day" },
        { "decide w.toml again.toml", 1, "mtok: unknown command or option \"again.toml\"" },
        { "price", 1, "give either --usd-per-hour or --offer" },
        { "price --usd-per-hour 4.50", 1, "Option '--tokens-per-second' is required." },
        { "price --usd-per-hour", 1, "Required argument missing for option: '--usd-per-hour'." },
        { "price --usd-per-hour 4.50 --tokens-per-second fast", 1, "--tokens-per-second: \"fast\" is not a number in tok/s" },
        { "price --usd-per-hour 4.50 --tokens-per-second -5000", 1, "--tokens-per-second: -5000 is out of range; it must be" },
        { "price --usd-per-hour 4.50 --tokens-per-second 0", 1, "--tokens-per-second: 0 is out of range; it must be" },
        { "price --usd-per-hour 4.50 --tokens-per-second NaN", 1, "--tokens-per-second: \"NaN\" is not a number in tok/s" },
        { "price --usd-per-hour 4.50 --tokens-per-second 1e400", 1, "--tokens-per-second: 1e400 is out of range; it must be 0.001 tok/s to 1B tok/s" },
        { "price --usd-per-hour 0 --tokens-per-second 5000", 1, "--usd-per-hour: 0 is out of range; it must be" },
        { "price --usd-per-hour 4,50 --tokens-per-second 5000", 1, "--usd-per-hour: \"4,50\" is not a number in $/h" },
        { "price --usd-per-hour 4.50/day --tokens-per-second 5000", 1, "--usd-per-hour: \"4.50/day\" is not a number in $/h" },
        { $"price {Machine} --utilization 150%", 1, "--utilization: 150% is out of range; it must be 0.01% to 100%" },
        { $"price {Machine} --utilization 150", 1, "--utilization: 150 is out of range; it must be 0.01% to 100%" },
        { $"price {Machine} --overhead 0.5", 1, "--overhead: 0.5 is out of range; it must be 1 to 100" },
        { $"price {Machine} --color red", 1, "mtok: unknown command or option \"--color\"" },
        { "compare --model qwen3-32b --colour red", 1, "mtok: unknown command or option \"--colour\"" },
        { $"price {Machine} --format xml", 1, "--format: \"xml\" must be one of table, json, csv, markdown" },
        { $"price {Machine} --format 1", 1, "--format: \"1\" must be one of table, json, csv, markdown" },
        { $"price {Machine} --format jsn", 1, "did you mean \"json\"?" },
        { $"price {Machine} --output no-such-folder/answer.json", 1, "no-such-folder/answer.json: error: cannot be written: no such folder: no-such-folder\n" },
        { $"price {Machine} --output folder", 1, "folder: error: cannot be written: it is a folder" },
        { $"price {Machine} --output ''", 1, "error: cannot be written: the file has no name" },
        { $"price {Machine} --output w.toml/answer", 1, "w.toml/answer: error: cannot be written" },
        { $"price {Machine} --output answer.pdf", 1, "--output: \"answer.pdf\" cannot be written: a page is written by --report FILE.html, where a command has it;" },
        { $"price {Machine} --output answer.jpg", 1, "--output: \"answer.jpg\" cannot be written: pictures are .svg or .png" },
        { "decide bad.toml --report page.pdf --charts w.toml --output folder", 1, "--report: \"page.pdf\" must end with .html, .htm\nw.toml: error: cannot be written: w.toml is a file, not a folder\nfolder: error: cannot be written: it is a folder" },
        { "decide bad.toml --report w.toml/page.html --charts w.toml/charts", 1, "w.toml/page.html: error: cannot be written: w.toml is a file, not a folder\nw.toml/charts: error: cannot be written: w.toml is a file, not a folder" },
        { "decide bad.toml --report no-such-folder/page.html", 1, "no-such-folder/page.html: error: cannot be written: no such folder: no-such-folder" },
        { "compare --model llama-3.3-70b --allow aws,awss", 2, "--allow: error: unknown provider \"awss\"; did you mean \"aws\"?" },
        { "decide bad.toml --output no-such-folder/answer.txt", 1, "no-such-folder/answer.txt: error: cannot be written: no such folder: no-such-folder" },
        { "simulate --trace no.csv --model llama-3.1-8b -a h100-sxm --chart load.pdf --requests-out folder", 1, "--chart: \"load.pdf\" must end with .svg, .png\nfolder: error: cannot be written: it is a folder" },
        { "track export w.toml --focus --output folder", 1, "folder: error: cannot be written: it is a folder" },
        { $"price {Machine} --output a.txt --output b.txt", 1, "--output: more than one file is given" },
        { $"utilization {Machine} --at 80%,120%", 1, "--at: 120% is out of range; it must be 0.01% to 100%" },
        { $"utilization {Machine} --at 80%,half", 1, "--at: \"half\" is not a number or a percentage" },
        { $"utilization {Machine} --api free", 1, "--api: \"free\" is not a number in $/Mtok" },
        { "break-even", 1, "give either --api, --self-hosted and --monthly, or --workload FILE" },
        { "break-even --api 0.80 --monthly 5000", 1, "give either --api, --self-hosted and --monthly, or --workload FILE" },
        { "break-even --api 0.80 --self-hosted 0.35 --monthly 5000 --curve", 1, "--curve goes with --workload" },
        { "break-even --workload w.toml --api 0.80", 1, "give either --api, --self-hosted and --monthly, or --workload FILE" },
        { "break-even --api 0.80 --self-hosted 0.35 --monthly -1", 1, "--monthly: -1 is out of range; it must be" },
        { "simulate", 1, "Option '--trace' is required.\nOption '--model' is required.\nOption '--accelerator' is required." },
        { "simulate --trace no.csv --model llama-3.1-8b -a h100-sxm", 2, "no.csv: error: no such file" },
        { "simulate --trace w.toml --model lama-3.1-8b -a h100-smx --scale 4 --precision fp17", 2, "w.toml:1: error: the first line is not the header of any known trace format\nunknown model \"lama-3.1-8b\"\nunknown accelerator \"h100-smx\"\n--scale: error: \"4\" is not MIN:MAX\n\"fp17\" must be one of" },
        { "simulate --trace w.toml --model llama-3.1-8b -a h100-sxm --replicas 0", 1, "--replicas: \"0\" is not a whole number of 1 to 10000" },
        { "simulate --trace w.toml --model llama-3.1-8b -a h100-sxm --seed abc", 1, "--seed: \"abc\" is not a whole number of 0 to 2147483647" },
        { "capacity --model llama-3.1-8b -a h100-sxm --pipeline abc --gpus x", 1, "--pipeline: \"abc\" is not a whole number of 1 to 64" },
        { $"price {Machine} --gpus 0", 1, "--gpus: \"0\" is not a whole number of 1 to 1024" },
        { "simulate --trace w.toml --model llama-3.1-8b -a h100-sxm --router fastest", 1, "--router: \"fastest\" must be one of round-robin, least-outstanding, prefix-aware" },
        { "simulate --trace w.toml --model llama-3.1-8b -a h100-sxm --max-num-seqs 500 --max-batched-tokens 100", 2, "max_num_batched_tokens (100) must be at least max_num_seqs (500)" },
        { "simulate --trace w.toml --model llama-3.1-8b -a h100-sxm --overflow llama-3.1-8b/nobody", 2, "must be llama-3.1-8b/ and one of" },
        { "simulate --trace w.toml --model llama-3.1-8b -a h100-sxm --seller lamda --class all=batch:-1s", 2, "unknown seller \"lamda\"; did you mean \"lambda\"?\n\"all=batch:-1s\" is not NAME=interactive or NAME=batch" },
        { "compare", 1, "Option '--model' is required." },
        { "compare --model", 1, "Required argument missing for option: '--model'." },
        { "compare --model lama-3.3-70b", 2, "--model: error: unknown model \"lama-3.3-70b\"; did you mean \"llama-3.3-70b\"?" },
        { "compare --model llama-70b", 2, "--model: error: unknown model \"llama-70b\"; it may mean llama-2-70b or llama-3-70b or llama-3.1-70b or llama-3.3-70b: say which" },
        { "capacity --model llama-3.3-70b --accelerator A100-80GB", 2, "--accelerator: error: unknown accelerator \"A100-80GB\"; it may mean a100-pcie-80gb or a100-sxm-80gb: say which" },
        { "compare --model llama-3.3-70b --provider awss", 2, "--allow: error: unknown provider \"awss\"; did you mean \"aws\"?" },
        { "compare --model llama-3.3-70b --input 200000", 2, "--model: error: 200000 input + 1000 output tokens is more than the" },
        { "compare --model llama-3.3-70b --output 0 -f json", 1, "--output-tokens: 0 is out of range; it must be 1 tok to 10M tok" },
        { "compare --model llama-3.3-70b --cached 120%", 1, "--cached: 120% is out of range; it must be 0% to 100%" },
        { "compare --model llama-3.3-70b --ttft soon", 1, "--ttft: \"soon\" is not a length of time such as \"200ms\", \"1s\"" },
        { "compare --model llama-3.3-70b --show 0", 1, "--show: \"0\" is not a whole number of 1 or more" },
        { "compare --model llama-3.3-70b --show many", 1, "--show: \"many\" is not a whole number of 1 or more" },
        { "catalog list", 1, "Required argument 'KIND' missing" },
        { "catalog list offer", 1, "kind: \"offer\" must be one of accelerators, models, offers,\ndid you mean \"offers\"?" },
        { "catalog list 3", 1, "kind: \"3\" must be one of accelerators, models, offers," },
        { "catalog show h100-smx", 2, "h100-smx: error: no accelerator, model, machine, seller or API price of that name; did you mean \"h100-sxm\"?" },
        { "catalog show zzzzzzzz", 2, "zzzzzzzz: error: no accelerator, model, machine, seller or API price of that name [unknown-id]" },
        { "catalog list offers --catalog no-such-folder", 2, "no-such-folder: error: no such folder" },
        { "decide w.toml --catalog no-such-folder --output answer.txt", 2, "no-such-folder: error: no such folder" },
        { "decide w.toml --catalog w.toml --output answer.txt", 2, "w.toml:1:10: error: unknown key \"models\"" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_wrong_command_line_is_told_on_stderr_only(string line, int exitCode, string errors)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        Directory.CreateDirectory(Path.Combine(workspace.Folder, "folder"));
        string[] arguments = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "''" ? "" : word)];
        Assert.DoesNotContain(".partial", BadInput.Check(workspace, exitCode, errors, arguments).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_hundreds_of_errors_is_told_by_its_first_twenty()
    {
        using var workspace = new Workspace();
        workspace.Write("notes.md", string.Concat(Enumerable.Repeat("not a workload\n", 100)));
        var run = BadInput.Check(workspace, 2, "and 80 more\n100 errors; nothing was computed.", "decide", "notes.md");
        Assert.Equal(20, run.Errors.Length);
    }

    [Fact]
    public void A_catalog_folder_without_files_is_not_called_clean()
    {
        using var workspace = new Workspace();
        Directory.CreateDirectory(Path.Combine(workspace.Folder, "mine"));
        var run = workspace.Run("catalog", "lint", "mine");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the folder holds no catalog file", run.Out, StringComparison.Ordinal);
        Assert.Contains("No row contains \"zzz\"", workspace.Run("catalog", "list", "offers", "--match", "zzz").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_api_there_is_nothing_to_hold_machines_against()
    {
        using var workspace = new Workspace();
        Assert.DoesNotContain("Against", workspace.Run("utilization", "--usd-per-hour", "$1,234.50/h", "--tokens-per-second", "5000").Out, StringComparison.Ordinal);
        Assert.Contains("Against the API", workspace.Run("utilization", "--usd-per-hour", "$1,234.50/h", "--tokens-per-second", "5000", "--api", "0.80").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_full_is_told_without_a_stack_trace()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this system has no /dev/full");
        var run = MtokProcess.Start("sh", MtokProcess.Root, ["-c", $"exec {MtokProcess.ShellCommand} catalog list offers >/dev/full"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("standard output: error: cannot be written: ", run.Error, StringComparison.Ordinal);
        BadInput.CheckNoTrace(run);
    }

    [Fact]
    public void A_reader_that_goes_away_is_no_error()
    {
        var run = MtokProcess.Start("sh", MtokProcess.Root, ["-c", $"{MtokProcess.ShellCommand} catalog list measurements | head -n 1"]);
        Assert.StartsWith("Measurements: ", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }
}
