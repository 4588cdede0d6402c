using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Tokens of a text by the tokenizers of packages, and by a model's own file.</summary>
public sealed class TextTokenizerTests
{
    private const string Vocabulary = """{"h":0,"e":1,"l":2,"o":3,"\u0120":4,"w":5,"r":6,"d":7,"he":8,"ll":9,"hell":10,"hello":11,"1":12,"\u0120w":13,"\u00c3":14,"\u00a9":15}""";
    private const string Merges = """["h e","l l","he ll","hell o","\u0120 w"]""";
    private const string Pairs = """[["h","e"],["l","l"],["he","ll"],["hell","o"],["\u0120","w"]]""";
    private const string Bytes = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}""";
    private const string Digits = """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}|\\P{N}+"},"behavior":"Isolated"},{"type":"ByteLevel","use_regex":false}]}""";

    private static string Json(string merges, string split) =>
        $$"""{"pre_tokenizer":{{split}},"model":{"type":"BPE","vocab":{{Vocabulary}},"merges":{{merges}} } }""";

    private static (TextTokenizer? Tokenizer, Problems Problems) Open(string json)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mtok-tokenizer-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, json);
        try
        {
            var problems = new Problems();
            return (TextTokenizer.Open(path, problems), problems);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Counts that the encodings' own documentation gives.</summary>
    [Theory]
    [InlineData("cl100k", "tiktoken is great!", 6)]
    [InlineData("cl100k", "antidisestablishmentarianism", 6)]
    [InlineData("o200k", "hello world", 2)]
    public void The_encodings_of_packages_count_as_documented(string name, string text, double tokens) =>
        Assert.Equal(tokens, TextTokenizer.Open(name, new Problems())!.Of(text).Count);

    [Theory]
    [InlineData(Merges, Bytes)]
    [InlineData(Pairs, Bytes)]
    public void A_models_own_file_is_read_with_merges_in_both_forms(string merges, string split)
    {
        var tokenizer = Open(Json(merges, split)).Tokenizer!;
        Assert.Equal(1, tokenizer.Of("hello").Count);
        Assert.Equal(6, tokenizer.Of("hello world").Count);
        Assert.Equal(2, tokenizer.Of("hellohello").Count);
    }

    [Fact]
    public void Its_own_pattern_splits_the_text()
    {
        var tokenizer = Open(Json(Merges, Digits)).Tokenizer!;
        Assert.Equal(5, tokenizer.Of("hello111hello").Count);
    }

    [Theory]
    [InlineData("no json", "unknown-tokenizer")]
    [InlineData("[]", "unknown-tokenizer")]
    [InlineData("{}", "unknown-tokenizer")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""", "unknown-tokenizer")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]},"pre_tokenizer":{"type":"Metaspace"}}""", "unknown-tokenizer")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":1.5},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}""", "unknown-tokenizer")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":1},"merges":[["a"]]},"pre_tokenizer":{"type":"ByteLevel"}}""", "unknown-tokenizer")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":"b"},"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}""", "unknown-tokenizer")]
    public void What_is_not_read_is_said(string json, string rule)
    {
        var (tokenizer, problems) = Open(json);
        Assert.Null(tokenizer);
        Assert.Equal(rule, Assert.Single(problems.All).Rule);
    }

    [Fact]
    public void Ratios_are_to_the_first()
    {
        var all = TextTokenizer.Names.Select(name => TextTokenizer.Open(name, new Problems())!).ToList();
        var count = TextCount.Of("Größe: 12345 мир", all);
        Assert.Equal(16, count.Characters);
        Assert.Equal(Ratio.One, count.Counts[0].Ratio);
        Assert.Equal(count.Counts[1].Tokens.Count / count.Counts[0].Tokens.Count, count.Counts[1].Ratio.Value, 1e-12);
    }

    [Fact]
    public void Files_that_are_no_text_are_reported_all_at_once()
    {
        var (binary, empty) = (Path.GetTempFileName(), Path.GetTempFileName());
        File.WriteAllBytes(binary, [0x68, 0xc3, 0x28, 0x00]);
        var problems = new Problems();
        Assert.Null(TextCount.Read([binary, "no-such-file.txt"], problems));
        Assert.Equal(2, problems.Count);
        var none = new Problems();
        Assert.Null(TextCount.Read([empty], none));
        Assert.Equal("empty-text", Assert.Single(none.All).Rule);
        File.Delete(binary);
        File.Delete(empty);
    }
}
