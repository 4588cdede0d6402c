using System.CommandLine;
using Mtok.Reporting;
using Mtok.Traces;

namespace Mtok.App;

internal static class TokensCommand
{
    public static Command Build()
    {
        var texts = new Argument<string[]>("TEXT") { Description = "Files of text, in UTF-8; - for standard input", Arity = ArgumentArity.OneOrMore };
        var names = new Option<string[]>("--tokenizer")
        {
            Description = "Tokenizers: o200k (OpenAI since GPT-4o), cl100k (before), or the path of a model's tokenizer.json; the first is what the others are "
                + "compared with",
            HelpName = "NAME|FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. TextTokenizer.Names],
        };
        var command = new ExampleCommand(
            "tokens",
            "How many tokens each tokenizer makes of a text of yours: the tokenizer_ratio of [[model]].",
            ["mtok tokens prompts.txt", "mtok tokens prompts.txt --tokenizer o200k --tokenizer qwen3/tokenizer.json"]) { texts, names };
        var output = new Output(command);
        command.SetAction(parsed =>
        {
            var problems = new Problems();
            var text = TextCount.Read(parsed.GetValue(texts)!, problems);
            var tokenizers = parsed.GetValue(names)!.Select(name => TextTokenizer.Open(name, problems)).OfType<TextTokenizer>().ToList();
            return text is null || problems.HasErrors ? Output.Fail(problems) : output.Show(parsed, TokensReport.Of(TextCount.Of(text, tokenizers)));
        });
        return command;
    }
}
