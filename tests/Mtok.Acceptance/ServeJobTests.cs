using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>Jobs that wait, are cancelled or cannot be done: what they hold is given back.</summary>
public sealed class ServeJobTests(ServedAnswers served) : IClassFixture<ServedAnswers>
{
    private static readonly string Workload = File.ReadAllText(Path.Combine(MtokProcess.Root, "examples", "private-chat.toml"));

    private static readonly byte[] Trace = File.ReadAllBytes(Path.Combine(MtokProcess.Root, "examples", "chat-10min.csv"));

    private HttpClient Http => served.Served.Http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_that_are_cancelled_while_they_wait_give_back_their_places_and_their_traces()
    {
        for (var round = 0; round < 2; round++)
        {
            var jobs = new List<string>();
            while (await Asked("api/v1/report") is { StatusCode: HttpStatusCode.Accepted } asked)
            {
                jobs.Add(asked.Headers.Location!.OriginalString.TrimStart('/'));
            }

            Assert.True(jobs.Count >= 8, $"{jobs.Count} were taken");
            foreach (var job in jobs.Concat(jobs).Reverse())
            {
                using var cancelled = await Http.DeleteAsync(Address(job), Cancel);
                Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
            }

            foreach (var job in jobs)
            {
                var last = (await Http.GetStringAsync(Address($"{job}/events"), Cancel)).Split("data: ")[^1];
                Assert.Equal("cancelled", JsonNode.Parse(last)!["state"]!.GetValue<string>());
                Assert.NotNull(JsonNode.Parse(last)!["ended"]);
            }
        }

        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), "mtok-trace-*"));
    }

    [Fact]
    public async Task A_trace_counts_whether_its_part_has_a_file_name_or_not()
    {
        using var asked = await Asked("api/v1/plan", isNamed: false);
        var job = asked.Headers.Location!.OriginalString.TrimStart('/');
        await Http.GetStringAsync(Address($"{job}/events"), Cancel);
        Assert.NotNull(JsonNode.Parse(await Http.GetStringAsync(Address($"{job}/result"), Cancel))!["replay"]);
    }

    [Theory]
    [InlineData("api/v1/plan")]
    [InlineData("api/v1/report")]
    public async Task What_is_wrong_with_a_workload_is_said_before_it_waits(string address)
    {
        using var body = new StringContent("models = [\"llama-3.3-70b\"]\ncolour = 1\n", new MediaTypeHeaderValue("application/toml"));
        using var answer = await Http.PostAsync(Address(address), body, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var rules = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["problems"]!.AsArray().Select(problem => problem!["rule"]!.GetValue<string>());
        Assert.Contains("unknown-key", rules);
    }

    [Fact]
    public async Task A_form_without_a_workload_or_with_two_is_refused()
    {
        using var none = new MultipartFormDataContent { { new ByteArrayContent(Trace), "trace", "t.csv" } };
        using var two = new MultipartFormDataContent { { new StringContent(Workload), "workload" }, { new StringContent(Workload), "workload" } };
        foreach (var form in new[] { none, two })
        {
            using var answer = await Http.PostAsync(Address("api/v1/plan"), form, Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_job_whose_trace_cannot_be_read_failed_and_says_why()
    {
        using var form = new MultipartFormDataContent { { new StringContent(Workload), "workload" }, { new StringContent("nothing of a trace\n"), "trace", "t.csv" } };
        using var asked = await Http.PostAsync(Address("api/v1/plan"), form, Cancel);
        var job = asked.Headers.Location!.OriginalString.TrimStart('/');
        await Http.GetStringAsync(Address($"{job}/events"), Cancel);
        var status = JsonNode.Parse(await Http.GetStringAsync(Address(job), Cancel))!;
        Assert.Equal("failed", status["state"]!.GetValue<string>());
        Assert.Contains("trace", status["fault"]!.GetValue<string>(), StringComparison.Ordinal);
        using var result = await Http.GetAsync(Address($"{job}/result"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, result.StatusCode);
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private async Task<HttpResponseMessage> Asked(string address, bool isNamed = true)
    {
        using var workload = new StringContent(Workload, Encoding.UTF8);
        using var trace = new ByteArrayContent(Trace);
        using var form = new MultipartFormDataContent { { workload, "workload" } };
        if (isNamed)
        {
            form.Add(trace, "trace", "chat.csv");
        }
        else
        {
            form.Add(trace, "trace");
        }

        return await Http.PostAsync(Address(address), form, Cancel);
    }
}
