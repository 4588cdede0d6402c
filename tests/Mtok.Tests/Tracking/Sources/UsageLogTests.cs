using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Logs of any origin, one column for each fact; all made up.</summary>
public sealed class UsageLogTests
{
    [Theory]
    [InlineData("request_id,timestamp,team,model,prompt_tokens,cached_tokens,completion_tokens\nr1,2026-11-02T09:15:00Z,search,m,1000,896,200\n")]
    [InlineData("Request ID;Time;Team;Model;Input Tokens;Cached Tokens;Output Tokens\r\nr1;2026-11-02 09:15:00;search;m;1000;896;200\r\n")]
    [InlineData("\uFEFFid\tts\tteam_name\tmodel_name\ttokens_in\tcached_input_tokens\ttokens_out\nr1\t1793610900\tsearch\tm\t1000\t896\t200\n")]
    [InlineData("""{"id":"r1","ts":1793610900.0,"team":"search","model":"m","inputTokens":1000,"cached_tokens":896,"output_tokens":"200"}""")]
    public void Columns_are_found_by_their_common_spellings(string text)
    {
        var read = ReadUsage.Text(text);
        Assert.Equal("usage log", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        var usage = Assert.Single(read.Usage);
        Assert.Equal(new(1000, 104, 896, null, null, null, 200, null), usage.Tokens);
        Assert.Equal(("r1", new DateTimeOffset(2026, 11, 2, 9, 15, 0, TimeSpan.Zero)), (usage.Id, usage.At));
        Assert.Equal(new("m", "search", ""), usage.Key);
    }

    [Fact]
    public void A_prompt_whose_cached_part_is_not_told_is_not_split()
    {
        var tokens = ReadUsage.Text("model,input_tokens,output_tokens\nm,1000,200\n").Usage[0].Tokens;
        Assert.Equal(TokenClasses.Unknown with { Input = 1000, Output = 200 }, tokens);
    }

    [Fact]
    public void Names_of_Anthropic_mean_its_counts()
    {
        var read = ReadUsage.Text("model,input_tokens,cache_read_input_tokens,cache_creation_input_tokens,output_tokens\nm,1000,896,4,200\n");
        Assert.Equal(new(1900, 1000, 896, null, null, 4, 200, null), read.Usage[0].Tokens);
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void More_cached_tokens_than_prompt_are_beside_it_and_flagged()
    {
        var read = ReadUsage.Text("model,prompt_tokens,cached_tokens,completion_tokens\nm,10,896,200\n");
        Assert.Equal((906, 10), (read.Usage[0].Tokens.Input, read.Usage[0].Tokens.InputUncached));
        Assert.Single(read.Warnings);
    }

    [Fact]
    public void A_user_names_the_columns()
    {
        var problems = new Problems();
        var columns = UsageColumns.Parse("team=dept, model=engine, input=eingabe, cached=davon, output=ausgabe, cost=preis", new("--columns", 0, 0), problems);
        Assert.Empty(problems.All);
        var source = UsageLog.Reading(columns);
        var file = new SourceFile("log.csv", () => new MemoryStream(Encoding.UTF8.GetBytes("dept,team,engine,eingabe,davon,ausgabe,preis\nsearch,x,m,1000,896,200,0.5\n")));
        Assert.Null(Source.Of(file));
        Assert.True(source.Fits(file));
        var usage = Assert.Single(ReadUsage.Of(file, source).Usage);
        Assert.Equal(new(1000, 104, 896, null, null, null, 200, null), usage.Tokens);
        Assert.Equal((new("m", "search", ""), Money.Usd(0.5m)), (usage.Key, usage.StatedCost!.Value));
    }

    [Fact]
    public void Everything_wrong_with_the_columns_is_told_at_once()
    {
        var problems = new Problems();
        UsageColumns.Parse("taem=dept,model,input=a,output=a", new("--columns", 0, 0), problems);
        Assert.Equal(3, problems.Count);
        Assert.Contains(problems.All, problem => problem.Message.Contains("did you mean \"team\"?", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_bad_row_is_reported_with_its_line_and_the_others_are_read()
    {
        var read = ReadUsage.Text("id,time,input_tokens,output_tokens,cost\na,2026-11-02,1,2,0.1\nb,yesterday,1.5,2,much\nc,2026-11-02,1\nd,2026-11-02,,,\ne,2026-11-02,3,4,1e-3\n");
        Assert.Equal(
            [(3, "bad-amount"), (3, "bad-count"), (3, "bad-time"), (4, "field-count")],
            read.Problems.All.Select(problem => (problem.Where.Line, problem.Rule)).Order());
        Assert.Equal(["a", "e"], read.Usage.Select(usage => usage.Id));
        Assert.Equal(("no tokens", 5), (Assert.Single(read.LeftOut).Reason, read.LeftOut[0].Where.Line));
    }

    [Fact]
    public void A_failed_row_is_a_request_without_tokens()
    {
        var read = ReadUsage.Text("id,status,input_tokens,output_tokens\na,429,,\nb,200,1,2\nc,cancelled,5,1\n");
        Assert.Equal([RequestStatus.Failed, RequestStatus.Ok, RequestStatus.Cancelled], read.Usage.Select(usage => usage.Status));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("{\"input\": {\"text\": \"hello\"}}")]
    [InlineData("# HELP vllm:prompt_tokens_total x\nvllm:prompt_tokens_total 5\n")]
    public void What_tells_no_tokens_is_of_no_format(string text) => Assert.Null(UsageSources.All.FirstOrDefault(source => source.Fits(new("f", () => new MemoryStream(Encoding.UTF8.GetBytes(text))))));

    [Theory]
    [InlineData("2026-11-27T13:00:00Z", true)]
    [InlineData("2026-11-27 13:00:00 UTC", true)]
    [InlineData("2026-11-27T15:00:00+02:00", true)]
    [InlineData("Fri, 27 Nov 2026 13:00:00 GMT", true)]
    [InlineData("1795784400", true)]
    [InlineData("1795784400000", true)]
    [InlineData("1795784400000000000", true)]
    [InlineData("13:00", false)]
    [InlineData("27 Nov", false)]
    [InlineData("5/6", false)]
    [InlineData("-1", false)]
    [InlineData("", false)]
    [InlineData("0001-01-01T00:00:00Z", false)]
    [InlineData("1900-01-01", false)]
    public void A_time_is_read_as_written_and_never_filled_in_from_today(string text, bool isTime) =>
        Assert.Equal(isTime ? new(2026, 11, 27, 13, 0, 0, TimeSpan.Zero) : null, Times.Read(text));
}
