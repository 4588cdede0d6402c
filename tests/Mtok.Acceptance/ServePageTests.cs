using System.IO.Compression;
using System.Net;
using System.Text;

namespace Mtok.Acceptance;

/// <summary>Pages as a program asks for them: addresses, what is refused, and signing in.</summary>
public sealed class ServePageTests(ServedAnswers served) : IClassFixture<ServedAnswers>
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/track")]
    public async Task Without_a_ledger_pages_say_what_to_run(string path) =>
        Assert.Contains("mtok serve --ledger ledger", await Text(await Get(path)), StringComparison.Ordinal);

    [Fact]
    public async Task A_text_that_is_typed_becomes_an_address_of_its_own()
    {
        const string Typed = "models = [\"llama-3.3-70b\"]\r\n[tokens]\r\ninput = 10\r\noutput = 10\r\n[traffic]\r\nrequests_per_day = 100\r\n";
        using var answer = await Get("/decide?text=" + Uri.EscapeDataString(Typed));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var address = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/decide?toml=", address, StringComparison.Ordinal);
        var saved = await Text(await Get(address.Replace("/decide?", "/decide/workload.toml?", StringComparison.Ordinal) + "&requests-per-day=70"));
        Assert.Equal("models = [\"llama-3.3-70b\"]\n[tokens]\ninput = 10\noutput = 10\n[traffic]\nrequests_per_day = 70\n", saved);
    }

    [Theory]
    [InlineData("%25%25")]
    [InlineData("AAAA")]
    [InlineData("__8")]
    public async Task A_damaged_address_is_refused_in_words(string packed)
    {
        using var answer = await Get("/decide?toml=" + packed);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("damaged", await Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_unpacks_to_more_than_may_be_is_refused()
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            deflate.Write(Encoding.UTF8.GetBytes(new string('#', 5_000_000)));
        }

        using var answer = await Get("/decide?toml=" + System.Buffers.Text.Base64Url.EncodeToString(packed.ToArray()));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("at most 16 kB", await Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_answers_are_kept()
    {
        for (var asked = 1; asked <= 18; asked++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/decide?requests-per-day={asked}00", UriKind.Relative));
            request.Headers.Add("HX-Request", "true");
            using var answer = await served.Served.Http.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.DoesNotContain("lead busy", await Text(await Get("/decide?requests-per-day=1800")), StringComparison.Ordinal);
        Assert.Contains("lead busy", await Text(await Get("/decide?requests-per-day=100")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_file_of_the_server_can_be_named()
    {
        using var answer = await Get("/decide?model=/etc/hostname.json");
        Assert.Contains("refused-file", await Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_pages_may_be_kept_for_good()
    {
        var page = await Text(await Get("/prices"));
        var style = page.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];
        using var answer = await Get(style);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_not_started_by_a_form_of_elsewhere()
    {
        using var form = new MultipartFormDataContent { { new StringContent("models = []"), "workload" } };
        using var answer = await served.Served.Http.PostAsync(new Uri("/plan?key=none", UriKind.Relative), form, Cancel);
        Assert.Equal("/plan", answer.Headers.Location!.OriginalString);
        using var jobs = await Get("/api/v1/jobs");
        Assert.Equal("[]", await Text(jobs));
    }

    [Fact]
    public async Task The_first_page_says_how_far_cost_is_from_the_plan_and_which_alerts_hold()
    {
        using var workspace = new Workspace();
        var (ledger, plan, limits) = (workspace.PathOf("ledger"), workspace.PathOf("plan.json"), workspace.PathOf("limits.toml"));
        await File.WriteAllTextAsync(plan, MtokProcess.Run(MtokProcess.Root, ["decide", "examples/support-chat.toml", "--format", "json"]).Out, Cancel);
        await File.WriteAllTextAsync(limits, "budget = 60000\n", Cancel);
        MtokProcess.Run(MtokProcess.Root, ["track", "import", "examples/month", "--ledger", ledger]);
        using var server = await ServedMtok.Start("--ledger", ledger, "--plan", plan, "--limits", limits);
        var page = "";
        for (var tries = 0; tries < 300 && !page.Contains("Against the plan", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(100, Cancel);
            page = await server.Http.GetStringAsync(new Uri("/", UriKind.Relative), Cancel);
        }

        Assert.Contains("Planned: $1,996 a month", page, StringComparison.Ordinal);
        Assert.Contains("2 alerts hold", page, StringComparison.Ordinal);
        Assert.Contains("2026-09", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_signs_in_once_with_the_token()
    {
        using var guarded = await ServedMtok.Start([("MTOK_TOKEN", Token)]);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() };
        using var http = new HttpClient(handler) { BaseAddress = guarded.Http.BaseAddress };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var first = await http.GetAsync(new Uri("/decide", UriKind.Relative), Cancel);
        Assert.Equal("/sign-in", first.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignIn(http, "another text of thirty-two characters")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await SignIn(http, Token)).StatusCode);
        using var then = await http.GetAsync(new Uri("/prices", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, then.StatusCode);
    }

    private static async Task<HttpResponseMessage> SignIn(HttpClient http, string token)
    {
        var page = await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancel);
        var key = page.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", key), new("token", token)]);
        return await http.PostAsync(new Uri("/sign-in", UriKind.Relative), form, Cancel);
    }

    private Task<HttpResponseMessage> Get(string path) => served.Served.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

    private static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancel);
}
