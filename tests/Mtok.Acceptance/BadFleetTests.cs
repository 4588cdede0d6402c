namespace Mtok.Acceptance;

/// <summary>What a workload says of what may be used, of the fleet, its overheads and its own machines, made wrong.</summary>
public sealed class BadFleetTests
{
    private const string Machine = "[[owned]]\nname = \"ours\"\naccelerator = \"h100-sxm\"\ngpus = 8\nprice = 250000\nlife_years = 5\npower = \"10 kW\"\nelectricity = 0.12\n";

    /// <summary>What stands behind line 8 of a good workload, and the one error.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        { "[allow]\nkinds = [\"reserve\"]", "w.toml:10:9: error: \"kinds\" may hold api, on_demand, reserved, spot, owned, mixed, provisioned, not \"reserve\"; did you mean \"reserved\"?" },
        { "[allow]\nkinds = []", "w.toml:10:9: error: \"kinds\" must be a list of texts, one or more" },
        { "[allow]\nproviders = [\"awss\"]", "w.toml:10:13: error: unknown provider \"awss\"; did you mean \"aws\"?" },
        { "[allow]\nexclude_providers = [\"nobody-at-all\"]", "w.toml:10:21: error: unknown provider \"nobody-at-all\"" },
        { "[allow]\nregions = [\"mars\"]", "w.toml:10:11: error: \"mars\" is no place (EU, a country or a continent), and no offer's region, nor a part of one between commas, starts with it" },
        { "[allow]\nprecisions = [\"fp7\"]", "w.toml:10:14: error: \"precisions\" may hold bf16, fp16, fp8, int8, fp4, mxfp4, int4, not \"fp7\"" },
        { "[allow]\nlongest_commitment = \"2y\"", "w.toml:10:22: error: \"longest_commitment\" must be one of none, 1y, 3y, 5y, not \"2y\"" },
        { "[allow]\nlongest_commitment = 3", "w.toml:10:22: error: \"longest_commitment\" must be a text in quotes" },
        { "[allow]\nprovider = [\"aws\"]", "w.toml:10:12: error: unknown key \"provider\" in [allow]; did you mean \"providers\"?" },
        { "[fleet]\nspares = -1", "w.toml:10:10: error: \"spares\" is -1; it must be 0 to 10000" },
        { "[fleet]\nspares = 1.5", "w.toml:10:10: error: \"spares\" must be a whole number, not 1.5" },
        { "[fleet]\nspares = 99999999999999999999", "w.toml:10:10: error: 99999999999999999999 is too large a number" },
        { "[fleet]\npeak_utilization = 0", "w.toml:10:20: error: \"peak_utilization\" is 0; it must be 1% to 100%" },
        { "[fleet]\npeak_utilization = \"150%\"", "w.toml:10:20: error: \"peak_utilization\" is 150%; it must be 1% to 100%" },
        { "[fleet]\nprovision = \"2 days\"", "w.toml:10:13: error: \"provision\" is 2 days; it must be 0 s to 24 h" },
        { "[fleet]\nspare = 1", "w.toml:10:9: error: unknown key \"spare\" in [fleet]; did you mean \"spares\"?" },
        { "[fleet]\nspares_by = \"zones\"", "w.toml:10:13: error: \"spares_by\" must be one of machine, zone, not \"zones\"; did you mean \"zone\"?" },
        { "[fleet]\nspares = 2\nspares_by = \"zone\"", "w.toml:10:10: error: \"spares\" counts machines; with spares_by = \"zone\"" },
        { "[overheads]\nmultiplier = 0.5", "w.toml:10:14: error: \"multiplier\" is 0.5; it must be 1 to 20" },
        { "[overheads]\nengineer = \"$-5/h\"", "w.toml:10:12: error: \"engineer\" must be a number in $/h, not \"$-5/h\"" },
        { "[overheads]\nstorage = \"$100/year\"", "w.toml:10:11: error: \"storage\" must be a number in $/month, not \"$100/year\"" },
        { "[overheads]\nmultiplyer = 2", "w.toml:10:14: error: unknown key \"multiplyer\" in [overheads]; did you mean \"multiplier\"?" },
        { Machine.Replace("h100-sxm", "h100-smx", StringComparison.Ordinal), "w.toml:11:15: error: unknown accelerator \"h100-smx\"; did you mean \"h100-sxm\"?" },
        { Machine.Replace("price = 250000\n", "", StringComparison.Ordinal), "w.toml:9:3: error: \"price\" is missing from [owned]" },
        { Machine.Replace("price = 250000", "price = 0", StringComparison.Ordinal), "w.toml:13:9: error: \"price\" is 0; it must be $100.00 to" },
        { Machine.Replace("life_years = 5", "life_years = 0", StringComparison.Ordinal), "w.toml:14:14: error: \"life_years\" is 0; it must be 0.5 to 15" },
        { Machine.Replace("gpus = 8", "gpus = 0", StringComparison.Ordinal), "w.toml:12:8: error: \"gpus\" is 0; it must be 1 to 1024" },
        { Machine.Replace("power = \"10 kW\"", "power = \"10 kg\"", StringComparison.Ordinal), "w.toml:15:9: error: \"power\" must be a number in W, not \"10 kg\"" },
        { Machine + "pue = 0.9", "w.toml:17:7: error: \"pue\" is 0.9; it must be 1 to 3" },
        { Machine + "as_of = \"yesterday\"", "w.toml:17:9: error: \"as_of\" must be a date such as 2026-05-20" },
        { Machine + "colour = \"red\"", "w.toml:17:10: error: unknown key \"colour\" in [owned]" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_wrong_rule_or_machine_is_one_error_at_its_place(string behind, string error)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + behind + "\n");
        BadInput.CheckExactly(workspace, error, "decide", "w.toml", "--format", "csv", "--output", "answer.csv");
    }

    [Fact]
    public void The_machine_they_are_made_from_is_good()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + Machine);
        var run = workspace.Run("decide", "w.toml", "--format", "csv");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("owned ours", run.Out, StringComparison.Ordinal);
    }
}
