using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>A server without a ledger, shared by the tests of its answers.</summary>
public sealed class ServedAnswers : IAsyncLifetime
{
    internal ServedMtok Served { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Served = await ServedMtok.Start();

    public ValueTask DisposeAsync()
    {
        Served.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The answers over HTTP are those of the command line, byte for byte; what is wrong is a problem document.</summary>
public sealed class ServeApiTests(ServedAnswers served) : IClassFixture<ServedAnswers>
{
    private HttpClient Http => served.Served.Http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("support-chat")]
    [InlineData("article-low-volume")]
    public async Task Decide_answers_as_the_command_line(string example)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(MtokProcess.Root, "examples", example + ".toml"), Cancel);
        var run = MtokProcess.Run(MtokProcess.Root, ["decide", $"examples/{example}.toml", "--format", "json"]);
        Assert.Equal(Named(run.Out, example), Named(await Post("api/v1/decide", text), example));
        using var json = new StringContent(new JsonObject { ["workload"] = text }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(Address("api/v1/decide"), json, Cancel);
        Assert.Equal(Named(run.Out, example), Named(await answer.Content.ReadAsStringAsync(Cancel), example));
    }

    [Theory]
    [InlineData("api/v1/capacity?model=llama-3.3-70b&accelerator=h100-sxm&gpus=2&ttft=1s&tpot=50ms", "capacity --model llama-3.3-70b --accelerator h100-sxm --gpus 2 --ttft 1s --tpot 50ms")]
    [InlineData("api/v1/compare?models=llama-3.3-70b&input=1000&output=1000", "compare --model llama-3.3-70b --input-tokens 1000 --output-tokens 1000")]
    [InlineData("api/v1/catalog/models?match=llama", "catalog list models --match llama")]
    [InlineData("api/v1/catalog?id=h100-sxm", "catalog show h100-sxm")]
    [InlineData("api/v1/prices?match=h200", "catalog list offers --match h200")]
    [InlineData("api/v1/prices/history?api=groq/gpt-oss-120b", "catalog history --api groq/gpt-oss-120b")]
    public async Task Every_answer_is_that_of_its_command(string address, string command)
    {
        var run = MtokProcess.Run(MtokProcess.Root, [.. command.Split(' '), "--format", "json"]);
        Assert.Equal(run.Out, await Get(address));
    }

    [Fact]
    public async Task Break_even_answers_as_the_command_line()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(MtokProcess.Root, "examples", "support-chat.toml"), Cancel);
        var run = MtokProcess.Run(MtokProcess.Root, ["break-even", "--workload", "examples/support-chat.toml", "--format", "json"]);
        Assert.Equal(run.Out, await Post("api/v1/break-even", text));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_workload_is_a_problem_document()
    {
        var problems = await Refused("api/v1/decide", "models = [\"llama-3.3-70b\"]\ncolour = 1\n[traffic]\nrequests_per_day = -1\n", HttpStatusCode.BadRequest);
        Assert.Equal(["missing-key", "unknown-key", "out-of-range"], problems.Select(problem => problem!["rule"]!.GetValue<string>()));
        Assert.Equal([1, 2, 4], problems.Select(problem => problem!["line"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("models = [\"/etc/hostname.json\"]\n[tokens]\ninput = 10\noutput = 10\n[traffic]\nrequests_per_day = 1\n")]
    [InlineData("models = [\"llama-3.3-70b\"]\n[tokens]\ninput = 10\noutput = 10\n[traffic]\nrequests_per_day = 1\nshape = \"/etc/passwd.csv\"\n")]
    [InlineData("models = [\"llama-3.3-70b\"]\n[tokens]\ninput = 10\noutput = 10\n[traffic]\nrequests_per_day = 1\nshape = \"examples/chat-10min.csv\"\n")]
    public async Task No_file_of_the_server_can_be_named(string workload)
    {
        var problem = Assert.Single(await Refused("api/v1/decide", workload, HttpStatusCode.BadRequest));
        Assert.Equal("refused-file", problem!["rule"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_file_can_be_named_in_an_address_either()
    {
        using var answer = await Http.GetAsync(Address("api/v1/capacity?model=/etc/hostname.json&accelerator=h100-sxm"), Cancel);
        Assert.Contains("refused-file", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1/capacity?model=llama&acelerator=h100-sxm&gpus=x", "acelerator", "gpus")]
    [InlineData("api/v1/compare?models=nothing&input=-5", "input", "models")]
    public async Task All_that_is_wrong_with_a_query_is_said_at_its_name(string address, params string[] names)
    {
        using var answer = await Http.GetAsync(Address(address), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problems = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["problems"]!.AsArray();
        Assert.Superset(names.ToHashSet(), problems.Select(problem => problem!["where"]!.GetValue<string>()).ToHashSet());
    }

    [Fact]
    public async Task A_catalog_answer_that_is_known_already_is_not_sent_again()
    {
        using var first = await Http.GetAsync(Address("api/v1/prices?match=h100"), Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address("api/v1/prices?match=h100"));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("markdown", "text/markdown")]
    [InlineData("text", "text/plain")]
    public async Task Answers_come_in_the_formats_of_the_command_line(string format, string type)
    {
        using var answer = await Http.GetAsync(Address($"api/v1/catalog/accelerators?format={format}"), Cancel);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("h100-sxm", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_a_job_whose_progress_can_be_watched_and_whose_result_is_the_plan()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(MtokProcess.Root, "examples", "private-chat.toml"), Cancel);
        using var body = new StringContent(text, Encoding.UTF8, "text/plain");
        using var asked = await Http.PostAsync(Address("api/v1/plan"), body, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var job = asked.Headers.Location!.OriginalString.TrimStart('/');
        var events = await Get($"{job}/events");
        Assert.Contains("\"running\"", events, StringComparison.Ordinal);
        Assert.Contains("\"done\"", events.Split("event: status")[^1], StringComparison.Ordinal);
        var run = MtokProcess.Run(MtokProcess.Root, ["plan", "examples/private-chat.toml", "--format", "json"]);
        Assert.Equal(Plain(run.Out), Plain(await Get($"{job}/result")));
    }

    [Fact]
    public async Task A_report_replays_a_trace_that_is_sent_with_the_workload_and_has_a_page()
    {
        using var workload = new StringContent(await File.ReadAllTextAsync(Path.Combine(MtokProcess.Root, "examples", "private-chat.toml"), Cancel));
        using var trace = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(MtokProcess.Root, "examples", "chat-10min.csv"), Cancel));
        using var form = new MultipartFormDataContent { { workload, "workload" }, { trace, "trace", "../../x.csv" } };
        using var asked = await Http.PostAsync(Address("api/v1/report"), form, Cancel);
        var job = asked.Headers.Location!.OriginalString.TrimStart('/');
        await Get($"{job}/events");
        Assert.NotNull(JsonNode.Parse(await Get($"{job}/result"))!["plan"]!["replay"]);
        var page = await Get($"{job}/result?format=html");
        Assert.Contains("<h2>Replay</h2>", page, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), "mtok-trace-*"));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_ends_and_one_that_is_not_known_is_said_to_be_so()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(MtokProcess.Root, "examples", "article-high-volume-variable.toml"), Cancel);
        using var body = new StringContent(text, Encoding.UTF8, "text/plain");
        using var asked = await Http.PostAsync(Address("api/v1/report"), body, Cancel);
        var job = asked.Headers.Location!.OriginalString.TrimStart('/');
        using var cancelled = await Http.DeleteAsync(Address(job), Cancel);
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.Contains("\"cancelled\"", (await Get($"{job}/events")).Split("event: status")[^1], StringComparison.Ordinal);
        using var result = await Http.GetAsync(Address($"{job}/result"), Cancel);
        Assert.Equal(HttpStatusCode.Gone, result.StatusCode);
        using var unknown = await Http.GetAsync(Address("api/v1/jobs/nothing"), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_document_describes_every_path_and_parameter()
    {
        var document = JsonNode.Parse(await Get("openapi/v1.json"))!;
        Assert.StartsWith("3.1", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        var paths = document["paths"]!.AsObject();
        Assert.Superset(
            new HashSet<string>(
                ["/api/v1/decide", "/api/v1/plan", "/api/v1/simulate", "/api/v1/capacity", "/api/v1/compare", "/api/v1/break-even", "/api/v1/prices", "/api/v1/track/report"]),
            paths.Select(path => path.Key).ToHashSet());
        foreach (var operation in paths.SelectMany(path => path.Value!.AsObject().Select(method => (path.Key, method.Value))))
        {
            Assert.False(string.IsNullOrEmpty(operation.Value!["summary"]?.GetValue<string>()), $"{operation.Key} has no summary");
            foreach (var parameter in operation.Value["parameters"]?.AsArray() ?? [])
            {
                Assert.False(string.IsNullOrEmpty(parameter!["description"]?.GetValue<string>()), $"{operation.Key} {parameter["name"]} has no description");
            }
        }
    }

    /// <summary>Without what only one of them knows: the name that a workload without one takes from its file.</summary>
    private static string Named(string json, string name) => json.Replace($"\"{name}\"", "\"workload\"", StringComparison.Ordinal);

    /// <summary>Without the seconds that a search took.</summary>
    private static string Plain(string json)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        node.Remove("solve_seconds");
        return node.ToJsonString();
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private async Task<string> Get(string address)
    {
        using var answer = await Http.GetAsync(Address(address), Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancel)}");
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<string> Post(string address, string text)
    {
        using var body = new StringContent(text, new MediaTypeHeaderValue("application/toml"));
        using var answer = await Http.PostAsync(Address(address), body, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<JsonArray> Refused(string address, string text, HttpStatusCode status)
    {
        using var body = new StringContent(text, new MediaTypeHeaderValue("application/toml"));
        using var answer = await Http.PostAsync(Address(address), body, Cancel);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["problems"]!.AsArray();
    }
}
