using System.Text;
using System.Text.Json;
using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Usage and costs fetched from a server that does everything wrong: all pages of all lists or nothing, and the key stays where it belongs.</summary>
[Trait("Speed", "Slow")]
public sealed class UsageFetchTests
{
    private const string Key = "sk-admin-0123456789";
    private const string Last = "{\"object\":\"page\",\r\n\"data\":[],\"has_more\":false}";
    private static readonly FetchLimits Limits = new() { Attempt = TimeSpan.FromSeconds(50), Attempts = 3, Largest = 100_000, MostPages = 5 };
    private static readonly UsageDays September = new(new(2026, 9, 1), new(2026, 10, 1));

    [Theory]
    [InlineData("openai", "openai-completions-2026-09-01-2026-10-01.jsonl", 3)]
    [InlineData("anthropic", "anthropic-messages-2026-09-01-2026-10-01.jsonl", 2)]
    public async Task Every_list_is_followed_to_its_last_page(string name, string first, int lists)
    {
        var run = await Fetch(name, request => request.Contains("page=b%2B2", StringComparison.Ordinal) ? OddServer.Good(Last)
            : request.Contains("page=a", StringComparison.Ordinal) ? OddServer.Good(Page("b+2"))
            : OddServer.Good(Page("a")));
        Assert.Empty(run.Problems);
        Assert.Equal(lists, run.Files.Count);
        Assert.Equal(first, run.Files[0].Name);
        Assert.All(run.Files, file => Assert.Equal(3, file.Pages));
        Assert.Equal(string.Join('\n', Page("a"), Page("b+2"), Last.ReplaceLineEndings("  "), ""), Encoding.UTF8.GetString(run.Files[0].Bytes.Span));
        Assert.Equal(3 * lists, run.Requests.Count);
    }

    [Fact]
    public async Task Requests_name_days_groups_and_key_as_documented()
    {
        var openai = await Fetch("openai", _ => OddServer.Good(Last));
        Assert.All(openai.Requests, request => Assert.Contains($"Authorization: Bearer {Key}\r\n", request, StringComparison.Ordinal));
        Assert.StartsWith("GET /v1/organization/usage/completions?start_time=1788220800&end_time=1790812800&bucket_width=1h&limit=168&group_by=project_id&", openai.Requests[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /v1/organization/costs?start_time=1788220800&end_time=1790812800&bucket_width=1d&", openai.Requests[2], StringComparison.Ordinal);
        var anthropic = await Fetch("anthropic", _ => OddServer.Good(Last));
        Assert.All(anthropic.Requests, request => Assert.Contains($"x-api-key: {Key}\r\nanthropic-version: 2023-06-01\r\n", request, StringComparison.Ordinal));
        Assert.StartsWith("GET /v1/organizations/usage_report/messages?starting_at=2026-09-01T00:00:00Z&ending_at=2026-10-01T00:00:00Z&bucket_width=1h&", anthropic.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_not_tried_again_and_the_variable_is_named()
    {
        var run = await Fetch("openai", _ => OddServer.Status("401 Unauthorized"));
        Assert.Equal(3, run.Requests.Count);
        Assert.All(run.Problems, problem => Assert.Contains("page 1: the server refused the request (HTTP 401): OPENAI_ADMIN_KEY must be an admin key", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_no_sooner_than_it_says()
    {
        var asked = 0;
        var run = await Fetch("anthropic", _ => asked++ == 0 ? OddServer.Status("429 Too Many Requests", "Retry-After: 7\r\n") : OddServer.Good(Last));
        Assert.Empty(run.Problems);
        Assert.Equal([TimeSpan.FromSeconds(7)], run.Waits);
    }

    [Fact]
    public async Task A_server_that_asks_for_a_long_wait_is_given_up_at_once()
    {
        var run = await Fetch("anthropic", _ => OddServer.Status("429 Too Many Requests", "Retry-After: 3600\r\n"));
        Assert.Equal(2, run.Requests.Count);
        Assert.Contains("(HTTP 429); it asks to wait 3600 s", run.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Wrong\r\nContent-Length: 0\r\n\r\n", "page 2: the server refused the request (HTTP 500) (3 attempts)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":[", "page 2: the connection failed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"data\":[", "page 2: not a page of usage or costs")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n{\"data\":[],\"has_more\": true }", "page 2: not a page of usage or costs")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:9/elsewhere\r\nContent-Length: 0\r\n\r\n", "page 2: too many redirects, or a redirect to an unsafe address (HTTP 302)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno", "page 2: the server sent an HTML page, not data")]
    public async Task A_list_whose_second_page_fails_is_no_file_and_neither_are_the_others(string answer, string expected)
    {
        var run = await Fetch("openai", request => !request.Contains("/costs?", StringComparison.Ordinal) ? OddServer.Good(Last)
            : request.Contains("page=a", StringComparison.Ordinal) ? new(answer) : OddServer.Good(Page("a")));
        Assert.Empty(run.Files);
        var problem = Assert.Single(run.Problems).ToString();
        Assert.StartsWith("openai costs: error: " + expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stalls_is_given_up()
    {
        var run = await FetchUntil(
            "anthropic", _ => new("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12") { Stall = TimeSpan.FromMinutes(1) }, Limits with { Attempt = TimeSpan.FromSeconds(0.7) },
            TestContext.Current.CancellationToken);
        Assert.Contains("no complete response within 0.7 s (3 attempts)", run.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_or_never_end_are_given_up()
    {
        var circle = await Fetch("anthropic", _ => OddServer.Good(Page("a")));
        Assert.Contains("page 3: the link to it leads back to a page already read", circle.Problems[0].ToString(), StringComparison.Ordinal);
        var at = 0;
        var endless = await Fetch("anthropic", _ => OddServer.Good(Page($"p{at++}")));
        Assert.Contains("more than 5 pages", endless.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_repeats_the_key_is_refused_and_no_message_shows_it()
    {
        var run = await Fetch("openai", _ => OddServer.Good($$"""{"data":[],"echo":"{{Key}}"}"""));
        Assert.Empty(run.Files);
        Assert.All(run.Problems, problem => Assert.DoesNotContain(Key, problem.ToString(), StringComparison.Ordinal));
        Assert.Contains("repeats the key", run.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            FetchUntil("openai", _ => new("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12") { Stall = TimeSpan.FromMinutes(1) }, Limits, cancel.Token));
    }

    [Theory]
    [InlineData("https://gateway.example/v1/", true)]
    [InlineData("http://127.0.0.1:8080/", true)]
    [InlineData("http://localhost/", true)]
    [InlineData("http://gateway.example/v1/", false)]
    [InlineData("https://user:secret@gateway.example/", false)]
    [InlineData("https://gateway.example/?to=", false)]
    [InlineData("file:///etc/", false)]
    public void A_key_goes_over_tls_or_stays_on_this_computer(string address, bool safe) => Assert.Equal(safe, UsageFetch.IsSafe(new(address)));

    [Theory]
    [InlineData("sk-1", true)]
    [InlineData("", false)]
    [InlineData("sk 1", false)]
    [InlineData("sk-1\r\nHost: elsewhere", false)]
    [InlineData("sk-\u00e9", false)]
    public void A_key_is_one_word_of_visible_characters(string key, bool isKey) => Assert.Equal(isKey, UsageFetch.IsKey(key));

    private static string Page(string next) => $$"""{"object":"page","data":[],"has_more":true,"next_page":{{JsonSerializer.Serialize(next, JsonSerializerOptions.Web).Replace("\\u002B", "+", StringComparison.Ordinal)}}}""";

    private static Task<Run> Fetch(string name, Func<string, Answer> answer) => FetchUntil(name, answer, Limits, TestContext.Current.CancellationToken);

    private static async Task<Run> FetchUntil(string name, Func<string, Answer> answer, FetchLimits limits, CancellationToken cancelled)
    {
        using var server = new OddServer(answer);
        using var handler = Fetcher.KeyHandler();
        var clock = new WaitingClock(limits.Attempt);
        var api = UsageApi.All[name];
        using var fetcher = new Fetcher(handler, clock, new Random(1), limits, request => api.Authorise(request, Key));
        var problems = new Problems();
        var files = await UsageFetch.RunAsync(fetcher, limits, api, new(server.Address, "/v1/"), Key, September, problems, cancelled);
        return new(files, problems.All, server.Requests, clock.Waits);
    }

    private sealed record Run(IReadOnlyList<UsageFile> Files, IReadOnlyList<Problem> Problems, List<string> Requests, List<TimeSpan> Waits);
}
