using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>Whatever an address asks is answered or refused in words: by the paths and parameters of the server's own document.</summary>
public sealed class ServeQueryTests(ServedAnswers served) : IClassFixture<ServedAnswers>
{
    private const string Workload = "models = [\"llama-3.3-70b\"]\n[tokens]\ninput = 100\noutput = 10\n[traffic]\nrequests_per_day = 100\n[allow]\nkinds = [\"api\"]\n";

    private static readonly string[] Odd =
    [
        "", " ", "0", "1", "2", "-1", "1.5", "1e308", "99999999999999999999", "NaN", "true", "x", "é", "🙂", "../x", "%00", "\"", "50%", "1000%", "1s", "50ms", "a,b",
        "all", "llama-3.3-70b", "h100-sxm", "aws/p5.48xlarge", "groq/gpt-oss-120b", "2026-09-01", "0001-01-01", "9999-12-31", "01/02/2026", "10:30", "json", "csv",
        "text", "fp8", "bf16", "vllm", "model,day", "hour",
    ];

    private HttpClient Http => served.Served.Http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_path_takes_a_parameter_that_it_does_not_know()
    {
        foreach (var (method, path, _) in await Operations())
        {
            var problems = await Refused(method, path + "?nothing_of_it=1");
            Assert.Contains(problems, problem => (problem!["where"]!.GetValue<string>(), problem["rule"]!.GetValue<string>()) == ("nothing_of_it", "unknown-key"));
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_of_every_parameter_at_once()
    {
        foreach (var (method, path, parameters) in await Operations())
        {
            var typed = parameters.Where(each => each.Type is "integer" or "boolean" || each.Name == "as_of").Select(each => each.Name).ToList();
            if (typed.Count > 0)
            {
                var problems = await Refused(method, $"{path}?{string.Join('&', typed.Select(name => name + "=odd!"))}");
                Assert.Superset(typed.ToHashSet(), problems.Select(problem => problem!["where"]!.GetValue<string>()).ToHashSet());
            }
        }
    }

    [Theory]
    [InlineData("api/v1/compare?input_tokens=5", "models, input, output")]
    [InlineData("api/v1/track/status?from=2026-09-01", "takes none")]
    public async Task A_name_that_is_not_near_any_is_told_which_there_are(string address, string names)
    {
        var problems = await Refused(HttpMethod.Get, address);
        Assert.Contains(names, Assert.Single(problems)!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1/catalog?id=h100-sxn", "did you mean \"h100-sxm\"?")]
    [InlineData("api/v1/catalog?id=zzzzzzzzzzzz", "name.")]
    public async Task A_name_that_is_not_in_the_catalog_ends_in_one_mark(string address, string end)
    {
        using var answer = await Http.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        Assert.EndsWith(end, await Problem(answer, HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        var problem = Assert.Single(await Refused(HttpMethod.Get, "api/v1/catalog"));
        Assert.Equal(("id", "missing-key"), (problem!["where"]!.GetValue<string>(), problem["rule"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("api/v1/compare?models=llama-3.3-70b&input=1000&output=1000&as_of=2026-05-20", "compare --model llama-3.3-70b --input-tokens 1000 --output-tokens 1000 --as-of 2026-05-20")]
    [InlineData("api/v1/price?offer=aws/p5.48xlarge&rate=20000&as_of=2026-05-20", "price --offer aws/p5.48xlarge --tokens-per-second 20000 --as-of 2026-05-20")]
    public async Task Prices_of_a_day_are_those_of_the_command(string address, string command)
    {
        var run = MtokProcess.Run(MtokProcess.Root, [.. command.Split(' '), "--format", "json"]);
        using var answer = await Http.GetAsync(new Uri(address, UriKind.Relative), Cancel);
        Assert.Equal(run.Out, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("api/v1/capacity?model=llama-3.3-70b&accelerator=h100-sxm&as_of=2026-05-20")]
    [InlineData("api/v1/price?price=4.5&rate=5000&as_of=2026-05-20")]
    public async Task A_day_is_refused_where_no_price_is_asked_of_it(string address) =>
        Assert.Equal("as_of", Assert.Single(await Refused(HttpMethod.Get, address))!["where"]!.GetValue<string>());

    [Theory]
    [InlineData("01/02/2026")]
    [InlineData("10:30")]
    [InlineData("yesterday")]
    public async Task A_time_whose_day_would_be_guessed_is_refused(string time)
    {
        using var answer = await Http.GetAsync(new Uri($"track?from={Uri.EscapeDataString(time)}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("2026-09-01T12:00Z", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1/decide", "application/toml")]
    [InlineData("api/v1/plan", "multipart/form-data")]
    [InlineData("api/v1/simulate", "application/octet-stream")]
    public async Task A_body_of_another_kind_is_told_the_kinds_that_are_taken(string address, string kind)
    {
        using var body = new StringContent(Workload, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var answer = await Http.PostAsync(new Uri(address, UriKind.Relative), body, Cancel);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains(kind, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", HttpStatusCode.NotFound)]
    [InlineData("assets/nothing", HttpStatusCode.NotFound)]
    [InlineData("plan/nothing", HttpStatusCode.NotFound)]
    [InlineData("decide?wait=perhaps", HttpStatusCode.BadRequest)]
    [InlineData("api/v1/decide", HttpStatusCode.MethodNotAllowed)]
    public async Task A_browser_is_refused_with_a_page_and_a_program_with_a_document(string address, HttpStatusCode status)
    {
        using var browser = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        browser.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        using var page = await Http.SendAsync(browser, Cancel);
        Assert.Equal((status, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("<nav", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        if (!address.StartsWith("plan", StringComparison.Ordinal))
        {
            using var document = await Http.GetAsync(new Uri(address, UriKind.Relative), Cancel);
            Assert.NotEmpty(await Problem(document, status));
        }
    }

    /// <summary>MTOK_RANDOM_QUERIES says how many, MTOK_RANDOM_FIRST the first seed.</summary>
    [Fact]
    public async Task Whatever_a_query_says_is_answered_or_refused_in_words()
    {
        var shapes = AnswerShape.All();
        var operations = (await Operations()).Where(each => each.Path is not ("api/v1/plan" or "api/v1/report" or "api/v1/simulate")).ToList();
        var (first, most) = (Number("MTOK_RANDOM_FIRST", 1), Number("MTOK_RANDOM_QUERIES", 300));
        for (var seed = first; seed < first + most; seed++)
        {
            var random = new Random(seed);
            var (method, path, parameters) = operations[random.Next(operations.Count)];
            var given = parameters.Where(each => random.Next(10) < (each.IsNeeded ? 9 : 3)).Select(each => $"{each.Name}={Uri.EscapeDataString(ValueOf(each.Name, random))}");
            using var request = Request(method, $"{path}?{string.Join('&', given)}");
            using var answer = await Http.SendAsync(request, Cancel);
            try
            {
                await IsSound(answer, shapes.GetValueOrDefault($"{method} /{path.Replace("catalog/models", "catalog/{kind}", StringComparison.Ordinal)}"));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"query {seed}: {method} {request.RequestUri}", exception);
            }
        }
    }

    private static async Task IsSound(HttpResponseMessage answer, AnswerShape? shape)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotContain("   at Mtok", text, StringComparison.Ordinal);
        if (!answer.IsSuccessStatusCode)
        {
            Assert.NotEmpty(await Problem(answer, answer.StatusCode));
            Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.ServiceUnavailable, text);
        }
        else if (answer.Content.Headers.ContentType!.MediaType == "application/json")
        {
            Assert.Empty(shape?.Differences(JsonNode.Parse(text)) ?? []);
        }
    }

    private static string ValueOf(string name, Random random) => (name, random.Next(10)) switch
    {
        ("model" or "models", < 8) => "llama-3.3-70b",
        ("accelerator", < 8) => "h100-sxm",
        ("input" or "output", < 8) => "1000",
        _ => Odd[random.Next(Odd.Length)],
    };

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : usual;

    private async Task<List<(HttpMethod Method, string Path, List<(string Name, string Type, bool IsNeeded)> Parameters)>> Operations()
    {
        var document = JsonNode.Parse(await Http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), Cancel))!;
        var methods = from path in document["paths"]!.AsObject()
                      from method in path.Value!.AsObject()
                      where !path.Key.Contains("/jobs", StringComparison.Ordinal)
                      select (new HttpMethod(method.Key), Path: path.Key.Replace("{kind}", "models", StringComparison.Ordinal).TrimStart('/'), method.Value);
        return [.. methods.Select(each => (each.Item1, each.Path, ParametersOf(each.Value!)))];
    }

    private static List<(string Name, string Type, bool IsNeeded)> ParametersOf(JsonNode operation) =>
    [
        .. (operation["parameters"]?.AsArray() ?? []).Where(each => each!["in"]!.GetValue<string>() == "query").Select(each => (
            each!["name"]!.GetValue<string>(), $"{each["schema"]!["type"]}", each["required"]?.GetValue<bool>() == true)),
    ];

    private static HttpRequestMessage Request(HttpMethod method, string address)
    {
        var kind = address.Contains("simulate", StringComparison.Ordinal) ? "application/octet-stream" : "application/toml";
        return new(method, new Uri(address, UriKind.Relative))
        {
            Content = method == HttpMethod.Post ? new ByteArrayContent(Encoding.UTF8.GetBytes(Workload)) { Headers = { ContentType = new(kind) } } : null,
        };
    }

    private async Task<JsonArray> Refused(HttpMethod method, string address)
    {
        using var request = Request(method, address);
        using var answer = await Http.SendAsync(request, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{method} {address}: {answer.StatusCode}");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["problems"]!.AsArray();
    }

    private static async Task<string> Problem(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["detail"]?.GetValue<string>() ?? "";
    }
}
