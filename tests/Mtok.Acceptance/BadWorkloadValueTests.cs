namespace Mtok.Acceptance;

/// <summary>One value of a good workload made wrong: exactly one error, at the value's line and column.</summary>
public sealed class BadWorkloadValueTests
{
    private const string Model = "\"llama-3.3-70b\"";
    private const string Rate = "requests_per_day = 1000";

    /// <summary>The text to replace (empty: put behind), what to put there, and the one error.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { Model, "\"llama-3.3-7b\"", "w.toml:1:10: error: unknown model \"llama-3.3-7b\"; did you mean \"llama-3.3-70b\"?" },
        { Model, "\"zzz\"", "w.toml:1:10: error: unknown model \"zzz\" [unknown-model]" },
        { Model, "", "w.toml:1:10: error: \"models\" must be a list of texts" },
        { Model, "3", "w.toml:1:10: error: \"models\" must be a list of texts" },
        { Model, "\" \"", "w.toml:1:10: error: \"models\" must be a list of texts" },
        { "[\"llama-3.3-70b\"]", "\"llama-2-7b\"\nnmae = 1", "w.toml:2:8: error: unknown key \"nmae\"; did you mean \"name\"?" },
        { "input = 400", "input = 131000", "w.toml:1:10: error: 131000 input + 300 output tokens exceed the context of" },
        { Rate, "", "w.toml:3:2: error: give the volume with exactly one of requests_per_second, peak_requests_per_second, requests_per_day, requests_per_month, tokens_per_day, tokens_per_month (or a demand CSV as shape)" },
        { Rate, Rate + "\ntokens_per_day = 5", "w.toml:3:2: error: give the volume with exactly one of requests_per_second, peak_requests_per_second, requests_per_day, requests_per_month, tokens_per_day, tokens_per_month (or a demand CSV as shape), not with requests_per_day and tokens_per_day" },
        { Rate, "requests_per_second = 60\npeak_requests_per_second = 90", "(or a demand CSV as shape), not with requests_per_second and peak_requests_per_second [missing-key]" },
        { Rate, "requests_per_day = -1000", "w.toml:4:20: error: \"requests_per_day\" is -1000; it must be 0.001 to 864,000,000,000" },
        { Rate, "requests_per_day = 0", "w.toml:4:20: error: \"requests_per_day\" is 0; it must be" },
        { Rate, "requests_per_day = nan", "w.toml:4:20: error: \"requests_per_day\" must be a number or a percentage, not nan" },
        { Rate, "requests_per_day = inf", "w.toml:4:20: error: \"requests_per_day\" must be a number or a percentage, not inf" },
        { Rate, "requests_per_day = 1e400", "w.toml:4:20: error: \"requests_per_day\" is 1e400; it must be 0.001 to 864,000,000,000" },
        { Rate, "requests_per_day = 1e25", "w.toml:4:20: error: \"requests_per_day\" is 1e25; it must be" },
        { Rate, "requests_per_day = true", "w.toml:4:20: error: \"requests_per_day\" must be a number or a percentage, not true" },
        { Rate, "requests_per_day = [1]", "w.toml:4:20: error: \"requests_per_day\" must be a number or a percentage, not a list or table" },
        { Rate, "requests_per_day = 2026-01-01", "w.toml:4:20: error: \"requests_per_day\" must be a number or a percentage, not \"2026-01-01\"" },
        { Rate, "tokens_per_day = \"lots\"", "w.toml:4:18: error: \"tokens_per_day\" must be a number in tok, not \"lots\"" },
        { Rate, "tokens_per_month = 0", "w.toml:4:20: error: \"tokens_per_month\" is 0; it must be 1 tok to" },
        { Rate, Rate + "\nshap = \"steady\"", "w.toml:5:8: error: unknown key \"shap\" in [traffic]; did you mean \"shape\"?" },
        { Rate, Rate + "\nshape = \"stedy\"", "w.toml:5:9: error: \"shape\" must be steady, business-hours, spiky or a .csv file of hourly demand, not \"stedy\"; did you mean \"steady\"?" },
        { Rate, Rate + "\nshape = 5", "w.toml:5:9: error: \"shape\" must be a text in quotes" },
        { Rate, Rate + "\nshape = \"spiky\"", "w.toml:5:9: error: shape = \"spiky\" needs \"peak_ratio\"" },
        { Rate, Rate + "\nshape = \"spiky\"\npeak_ratio = 30", "w.toml:6:14: error: \"peak_ratio\" is 30; it must be 1 to 24" },
        { Rate, Rate + "\nshape = \"spiky\"\npeak_ratio = 0.5", "w.toml:6:14: error: \"peak_ratio\" is 0.5; it must be 1 to 24" },
        { Rate, Rate + "\nshape = \"steady\"\npeak_ratio = 3", "w.toml:6:14: error: \"peak_ratio\" applies only to shape = \"spiky\", not \"steady\"" },
        { "input = 400", "", "w.toml:6:2: error: \"input\" is missing from [tokens]" },
        { "input = 400", "input = 0", "w.toml:7:9: error: \"input\" is 0; it must be 1 tok to 10M tok" },
        { "input = 400", "inputs = 400\ninput = 400", "w.toml:7:10: error: unknown key \"inputs\" in [tokens]; did you mean \"input\"?" },
        { "output = 300", "output = \"300 apples\"", "w.toml:8:10: error: \"output\" must be a number in tok, not \"300 apples\"" },
        { "output = 300", "output = 300\ncached_share = \"120%\"", "w.toml:9:16: error: \"cached_share\" is 120%; it must be 0% to 100%" },
        { "", "[service_level]\nttft = \"0s\"", "w.toml:10:8: error: \"ttft\" is 0s; it must be 1 ms to 60 min" },
        { "", "[service_level]\ntpot = -1", "w.toml:10:8: error: \"tpot\" is -1; it must be 0.1 ms to 60 s" },
        { "", "[service_level]\nttft = \"fast\"", "w.toml:10:8: error: \"ttft\" must be a length of time such as \"200ms\", \"1s\", \"5min\", \"2h\" or \"30d\", not \"fast\"" },
        { "", "[service_level]\nttft = 200", "w.toml:10:8: error: \"ttft\" is 200 without a unit: 200ms or 200s? [unit-missing]" },
        { "", "[service_level]\ntpot = 40", "w.toml:10:8: error: \"tpot\" is 40 without a unit: 40ms or 40s? [unit-missing]" },
        { "", "[service_level]\nttff = \"1s\"", "w.toml:10:8: error: unknown key \"ttff\" in [service_level]; did you mean \"ttft\"?" },
        { "", "[work]\ndeferrable = \"yes\"", "w.toml:10:14: error: \"deferrable\" must be true or false" },
        { "", "[work]\ndeferable = true", "w.toml:10:13: error: unknown key \"deferable\" in [work]; did you mean \"deferrable\"?" },
        { "", "[servce_level]\nttft = \"1s\"", "w.toml:9:2: error: unknown key \"servce_level\"; did you mean \"service_level\"?" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_wrong_value_is_one_error_at_its_place(string good, string bad, string error)
    {
        using var workspace = new Workspace();
        Assert.Contains(good, Workspace.GoodWorkload, StringComparison.Ordinal);
        workspace.Write("w.toml", good.Length == 0 ? Workspace.GoodWorkload + bad : Workspace.GoodWorkload.Replace(good, bad, StringComparison.Ordinal));
        BadInput.CheckExactly(workspace, error, "decide", "w.toml", "--format", "json", "--output", "answer.json");
    }

    [Fact]
    public void The_workload_they_are_made_from_is_good()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        var run = workspace.Run("decide", "w.toml");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
