using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Scrapes of engines and devices, real ones with known answers first.</summary>
public sealed class ScrapeTests
{
    private const string Metrics = MetricsRead.Shared + "/tracking/metrics/";
    private const string Older = MetricsRead.Shared + "/tracking-samples/metrics/";
    private const string MadeUp = "tests/Mtok.Tests/Fixtures/tracking/made_up_";

    [Theory]
    [InlineData(Metrics + "made_here_vllm_0.28_names.txt", 820_500, 110_100, 710_400, 76_000, 169, 7)]
    [InlineData(Metrics + "vllm_requests_only_histograms.txt", 906_000, 534_540, 371_460, 288_000, 2_000, null)]
    [InlineData(Metrics + "vllm_made_up_labels_mixed.txt", 9_302, null, null, 18_461, 843, 0)]
    [InlineData(Metrics + "nim_llama31_8b.txt", 109, null, null, 174, 5, 0)]
    [InlineData(Metrics + "ray_serve_vllm_v0.txt", 58, null, null, 300, null, null)]
    [InlineData(Metrics + "made_here_tgi.txt", 634_500, null, null, 231_750, 1_200, 13)]
    [InlineData(Metrics + "made_here_dynamo_frontend.txt", 8_200_000, null, null, 1_812_345, 4_000, null)]
    [InlineData(Older + "vllm_metrics.cleaned.txt", 0, 0, 0, 0, 0, 0)]
    [InlineData(Older + "vllm_metrics.curl.txt", 0, 0, 0, 0, 0, 0)]
    [InlineData(Older + "vllm_metrics_full.pchitral.txt", 2_345_678, null, null, 1_234_567, 4_567, null)]
    [InlineData(Older + "sglang_metrics.txt", 7, null, null, 8, 1, null)]
    [InlineData(Older + "triton_trtllm_readme_sample.txt", null, null, null, null, 0, 0)]
    [InlineData(MadeUp + "llama_cpp.txt", null, 9_120, null, 4_410, null, null)]
    [InlineData(MadeUp + "trtllm_serve.txt", 61_000, 40_000, 21_000, 30_500, 157, 2)]
    [InlineData(MadeUp + "sglang_cached.txt", 1_000, 600, 400, 90, 12, 2)]
    [InlineData(MadeUp + "ray_underscore.txt", 1_500, null, null, 500, null, null)]
    public void A_scrape_gives_its_totals(string path, int? input, int? uncached, int? cached, int? output, int? requests, int? failed)
    {
        var read = MetricsRead.File(path);
        Assert.Equal("", string.Join("\n", read.Problems.All));
        Assert.Equal(
            ((long?)input, (long?)uncached, (long?)cached, (long?)output),
            (read.Tokens(TokenClass.Input), read.Tokens(TokenClass.InputUncached), read.Tokens(TokenClass.CacheRead), read.Tokens(TokenClass.Output)));
        Assert.Equal(requests ?? 0, read.Requests);
        Assert.Equal(failed ?? 0, read.Failed);
        Assert.Equal(failed is null, read.Answer.Hours.All(hour => hour.Failed is null));
    }

    [Fact]
    public void Tokens_without_a_model_belong_to_no_model_beside_others()
    {
        var read = MetricsRead.File(Metrics + "vllm_made_up_labels_mixed.txt");
        Assert.Equal(9_302, Assert.Single(read.Answer.Hours, hour => hour.Tokens.Input is not null).Tokens.Input);
        Assert.Equal("", read.Answer.Hours.Single(hour => hour.Tokens.Input is not null).Key.Model);
        Assert.Equal(21, read.Answer.Hours.Count(hour => hour.Key.Model.Length > 0));
    }

    [Fact]
    public void Hits_counted_twice_give_way_to_tokens_by_source()
    {
        var read = MetricsRead.File(Metrics + "made_here_vllm_0.28_names.txt");
        Assert.Empty(read.Answer.Warnings);
        Assert.True(read.LeftOut["another metric tells it better"] >= 2);
    }

    [Fact]
    public void Hits_as_the_only_word_are_marked() =>
        Assert.Contains("count tokens again", MetricsRead.File(Metrics + "vllm_requests_only_histograms.txt").Answer.Warnings.Select(warning => warning.Message).First(text => text.StartsWith("vllm:prefix", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void More_cached_than_prompt_tokens_makes_the_class_unusable_and_says_so()
    {
        var read = MetricsRead.File(Metrics + "made_here_dynamo_frontend.txt");
        Assert.Contains("9,100,000 tokens read from cache exceed 8,200,000 prompt tokens", Assert.Single(read.Answer.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(2, read.LeftOut["repeats what the frontend counts"]);
    }

    [Fact]
    public void Dcgm_gives_power_and_energy_by_device()
    {
        var read = MetricsRead.File(Metrics + "dcgm_t4.txt");
        Assert.Equal("8.969 W", Assert.Single(read.Levels, level => level.What == "power").Value);
        Assert.Equal(2, read.Levels.Count(level => level.What == "gpu"));
        Assert.Equal("0.035832", Assert.Single(read.Answer.Energy).Energy.Count.ToString("0.000000", null));
        Assert.Equal("TOTAL_ENERGY_CONSUMPTION{UUID=\"GPU-20c56d28-0da5-6d26-a36a-e7af1ce2586e\"}", Assert.Single(read.Answer.Energy).Device["DCGM_FI_DEV_".Length..]);
    }

    [Fact]
    public void A_new_driver_opens_no_new_series_and_an_instance_of_a_GPU_is_its_own()
    {
        const string Energy = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{UUID=\"u\",";
        var read = MetricsRead.Of(
            "# TYPE a gauge\n" + Energy + "driver=\"1\"} 1000 1795762786970\n" + Energy + "driver=\"2\"} 3601000 1795762796970\n",
            "# TYPE a gauge\n" + Energy + "GPU_I_ID=\"7\"} 0 1795762786970\n" + Energy + "GPU_I_ID=\"7\"} 7200000 1795762796970\n");
        Assert.Equal([0.002, 0.001], read.Answer.Energy.Select(device => device.Energy.Count));
    }

    [Fact]
    public void Amd_gives_power_by_device() =>
        Assert.Equal(("6699c0a8-4200-4242-037f-f97e6cae0f09", "41 W"), MetricsRead.File(Older + "amd_metrics_mini.txt").Levels.Where(level => level.What == "power").Select(level => (level.Of, level.Value)).Single());

    [Fact]
    public void Kubernetes_gives_gpus_of_nodes_and_what_pods_ask_for_once()
    {
        var read = MetricsRead.File(MetricsRead.Shared + "/tracking/k8s/kube_state_metrics_gpu.txt");
        Assert.Equal(
            ["gpus 127.0.0.1 4 GPUs", "gpus allocatable 127.0.0.1 1 GPUs", "gpus requested default/pod0/pod1_con1 on node1 1 GPUs", "gpus requested, not scheduled ns1/pod1/pod1_con1 1 GPUs"],
            read.Levels.Select(level => $"{level.What} {level.Of} {level.Value}"));
    }

    [Fact]
    public void A_device_without_values_is_there_and_has_no_power()
    {
        var read = MetricsRead.File(Older + "dcgm_readme_sample.txt");
        Assert.Equal("GPU-604ac76c-d9cf-fef3-62e9-d92044ab6e52", Assert.Single(read.Levels).Of);
        Assert.False(read.Problems.HasErrors);
    }

    [Fact]
    public void Names_without_prefix_need_the_set_of_Nim() =>
        Assert.Empty(MetricsRead.Of("# TYPE prompt_tokens_total counter\nprompt_tokens_total 5\n").Readings);

    [Fact]
    public void What_curl_printed_and_a_line_cut_off_are_left_out_and_said()
    {
        var read = MetricsRead.File(Older + "vllm_metrics.curl.txt");
        Assert.Equal((3, 1), (read.LeftOut["printed by curl"], read.LeftOut["cut off at the end of the file"]));
        Assert.Contains("ends inside a sample", Assert.Single(read.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_counter_is_an_error_with_its_place_and_another_damaged_line_is_not()
    {
        var read = MetricsRead.Of("# TYPE x gauge\nvllm:prompt_tokens_total{engine=\"0} 5\nsomething, else\ntgi_batch_current_size 1\nvllm:generation_tokens_total 7\n");
        Assert.Equal("0.txt:2:38: error: not a sample: a label's value without its closing quote [metrics]", Assert.Single(read.Problems.All).ToString());
        Assert.Equal(1, read.LeftOut["not a sample"]);
        Assert.Equal(7, read.Tokens(TokenClass.Output));
    }

    [Fact]
    public void Scrapes_of_one_start_count_once_and_of_another_start_anew()
    {
        const string First = "# TYPE a gauge\nprocess_start_time_seconds 1.79e9\nvllm:prompt_tokens_total{model_name=\"m\"} 100\n";
        const string Later = "# TYPE a gauge\nvllm:prompt_tokens_total{model_name=\"m\"} 150\nprocess_start_time_seconds 1.79e9\n";
        const string Anew = "# TYPE a gauge\nvllm:prompt_tokens_total{model_name=\"m\"} 30\nprocess_start_time_seconds 1.791e9\n";
        Assert.Equal(180, MetricsRead.Of(First, Later, Anew, First).Tokens(TokenClass.Input));
        Assert.Equal(180, MetricsRead.Of(Anew, Later, First).Tokens(TokenClass.Input));
    }

    [Fact]
    public void Scrapes_appended_to_one_file_are_told_apart_by_their_starts()
    {
        const string First = "vllm:prompt_tokens_total 100\nvllm:prompt_tokens_created 1.79e9\n";
        const string Later = "vllm:prompt_tokens_total 150\nvllm:prompt_tokens_created 1.79e9\n";
        const string Anew = "vllm:prompt_tokens_total 30\nvllm:prompt_tokens_created 1.791e9\n";
        Assert.Equal(180, MetricsRead.Of(First + Later + Anew).Tokens(TokenClass.Input));
    }

    [Fact]
    public void A_server_of_one_generation_does_not_silence_another_of_an_older_one()
    {
        const string New = "# TYPE a gauge\nvllm:prompt_tokens_by_source_total{model_name=\"m\",source=\"local_cache_hit\"} 40\n";
        const string Old = "# TYPE a gauge\nvllm:prefix_cache_hits_total{model_name=\"m\"} 2\n";
        Assert.Equal(42, MetricsRead.Of(New, Old).Tokens(TokenClass.CacheRead));
    }

    [Fact]
    public void Values_that_differ_without_time_and_start_are_said()
    {
        var read = MetricsRead.Of("# TYPE a gauge\ntgi_request_count 5\n", "# TYPE a gauge\ntgi_request_count 9\n");
        Assert.Equal(9, read.Requests);
        Assert.Contains("several values without a time or a start", Assert.Single(read.Answer.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_shared_files_those_with_metrics_are_known_and_no_others()
    {
        string[] mine = ["Prometheus metrics", "Prometheus API answer", "Prometheus remote-write", "DCGM exporter's list of fields"];
        string[] folders = ["metrics", "prometheus", "remote-write", "k8s"];
        var shared = Snapshot.PathOf(MetricsRead.Shared);
        Assert.SkipUnless(Directory.Exists(Path.Combine(shared, "tracking")), "the shared files are not beside the repository");
        string[] parts = ["tracking", "tracking-samples"];
        var files = parts.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(shared, folder), "*", SearchOption.AllDirectories)).ToList();
        var known = files.Where(file => Source.All.Where(source => mine.Contains(source.Name)).Any(source => source.Fits(SourceFile.OnDisk(file))));
        Assert.Equal(files.Where(file => folders.Contains(Path.GetFileName(Path.GetDirectoryName(file))) && !file.EndsWith(".py.txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_list_of_fields_to_collect_has_no_values()
    {
        var read = MetricsRead.File(Older + "dcgm_default-counters.csv");
        Assert.Empty(read.Readings);
        Assert.Equal("a setting: no value", Assert.Single(read.LeftOut).Key);
    }

    [Theory]
    [InlineData("hello world\n")]
    [InlineData("price_usd: 5\n")]
    [InlineData("team,model,tokens\na,b,5\n")]
    [InlineData("{\"a_b\": 1}\n")]
    [InlineData("node_load1 5\n")]
    public void Other_text_is_not_taken_for_metrics(string text) => Assert.Null(Source.All.FirstOrDefault(source => source.Name.StartsWith("Prometheus", StringComparison.Ordinal) && source.Fits(Of(text))));

    [Fact]
    public void A_dump_of_samples_with_times_counts_growth()
    {
        var read = MetricsRead.Of("{__name__=\"go_gc\", instance=\"i\"} 4 1795762786970\n{__name__=\"vllm:prompt_tokens_total\", instance=\"i\"} 5 1795762786970\n{__name__=\"vllm:prompt_tokens_total\", instance=\"i\"} 12 1795762796970\n");
        Assert.Equal(7, read.Tokens(TokenClass.Input));
    }

    [Fact]
    public void Samples_without_a_type_are_known_by_their_names() => Assert.Equal(5, MetricsRead.Of("vllm:prompt_tokens_total 5\n").Tokens(TokenClass.Input));

    private static SourceFile Of(string text) => new("a.txt", () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
}
