using System.CommandLine;
using System.Globalization;
using Mtok.Imports;
using Mtok.Reporting;

namespace Mtok.App;

internal static class TrackFetchCommand
{
    public static Command Build()
    {
        var provider = new Argument<UsageApi>("provider")
        {
            Description = $"{string.Join(" or ", UsageApi.All.Values.Select(api => $"{api.Name} (admin key in {api.KeyVariable})"))}",
            HelpName = string.Join('|', UsageApi.All.Keys),
            CustomParser = result => Provider(result.Tokens[0].Value, result),
        };
        var from = Options.Required(Day("--from", "The first day, UTC"));
        var to = Day("--to", "The day after the last [default: today]");
        var folder = new Option<string>("--out") { Description = "The folder to write to (created if missing)", Required = true, HelpName = "DIR" };
        WrittenFiles.CheckFolder(folder);
        var url = new Option<Uri?>("--url")
        {
            Description = "Another address of the API: https, or http within this computer",
            HelpName = "URL",
            CustomParser = result => Address(result.Tokens[0].Value, result),
        };
        var command = new ExampleCommand(
            "fetch",
            "Fetches what your organisation used and paid at a provider as files for the other track commands: all pages of all lists, or nothing. "
                + "The key comes from the environment and is never shown or stored.",
            ["mtok track fetch openai --from 2026-09-01 --to 2026-10-01 --out usage/"])
        { provider, from, to, folder, url };
        var output = new Output(command);
        command.SetAction(async (parsed, cancelled) =>
        {
            var api = parsed.GetValue(provider)!;
            var days = new UsageDays(parsed.GetValue(from)!.Value, parsed.GetValue(to) ?? Today.Date);
            var problems = new Problems();
            var key = AdminKey.Of(api.KeyVariable);
            Check(api, key, days, problems);
            var files = problems.HasErrors ? [] : await UsageFetch.RunAsync(api, parsed.GetValue(url) ?? api.Address, key, days, problems, cancelled);
            if (problems.HasErrors)
            {
                return Output.Fail(problems, "nothing was written");
            }

            var named = files.Select(file => KeyValuePair.Create(Path.Combine(parsed.GetValue(folder)!, file.Name), file)).ToList();
            return Output.TryStore([.. named.Select(file => KeyValuePair.Create(file.Key, file.Value.Bytes.ToArray()))])
                ? output.Show(parsed, UsageFetchReport.Of(api.Name, named))
                : ExitCode.Usage;
        });
        return command;
    }

    private static void Check(UsageApi api, string key, UsageDays days, Problems problems)
    {
        if (key.Length == 0)
        {
            problems.Error(new(api.KeyVariable, 0, 0), "missing-key", "the environment has no such variable; it must hold an admin key of the organisation");
        }
        else if (!UsageFetch.IsKey(key))
        {
            problems.Error(new(api.KeyVariable, 0, 0), "bad-key", "is no key: it has blanks, line breaks or other characters that a key cannot have");
        }

        if (days.To <= days.From)
        {
            problems.Error(new("--to", 0, 0), "empty-span", "must be a later day than --from");
        }
    }

    private static UsageApi? Provider(string name, System.CommandLine.Parsing.ArgumentResult result)
    {
        if (!UsageApi.All.TryGetValue(name, out var api))
        {
            result.AddError($"provider: \"{name}\" must be one of {string.Join(", ", UsageApi.All.Keys)}{Spelling.DidYouMean(name, UsageApi.All.Keys)}");
        }

        return api;
    }

    private static Uri? Address(string text, System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && UsageFetch.IsSafe(address))
        {
            return address;
        }

        result.AddError("--url: a key is only sent to an https address, or to http within this computer, without a user or a query");
        return null;
    }

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"{name}: \"{result.Tokens[0].Value}\" must be a day such as 2026-09-01");
            return null;
        },
    };
}
