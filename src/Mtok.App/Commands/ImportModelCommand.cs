using System.CommandLine;
using Mtok.Reporting;

namespace Mtok.App;

internal static class ImportModelCommand
{
    private const string Undone = "nothing was stored";

    public static Command Build()
    {
        var file = new Argument<string>("file") { Description = "A config.json of Hugging Face", HelpName = "FILE" };
        var name = new Option<string>("--as") { Description = "Id of the model", HelpName = "ID", Required = true };
        var catalog = new Option<string>("--catalog")
        {
            Description = "Catalog folder to store the model in (created if missing)",
            HelpName = "DIR",
            Required = true,
        };
        var command = new ExampleCommand(
            "model",
            "The network of a config.json as a model of your own, for every command that takes a model.",
            ["mtok import model config.json --as my-model --catalog my-catalog/"]) { file, name, catalog };
        var output = new Output(command);
        command.SetAction(async (parsed, cancelled) =>
        {
            var problems = new Problems();
            var (id, folder) = (parsed.GetValue(name)!, parsed.GetValue(catalog)!);
            if (ModelConfig.Read(parsed.GetValue(file)!, problems, id) is not { } model)
            {
                return Output.Fail(problems, Undone);
            }

            var path = Path.Combine(folder, "models", id + ".toml");
            var text = ModelText.Write(model, Path.GetFileName(parsed.GetValue(file)!));
            return await CatalogWriter.StoreAsync(folder, Store, cancelled).ConfigureAwait(false);

            int Store()
            {
                var reader = new CatalogReader(problems);
                reader.Add(CatalogFiles.Embedded());
                var others = CatalogFiles.Folder(folder, problems).Where(other => other.Path != path);
                reader.Add([.. others, new("models.toml", id, path, text)]);
                var whole = reader.Build();
                return problems.HasErrors ? Output.Fail(problems, Undone)
                    : Output.TryStore([KeyValuePair.Create(path, text)]) ? output.Show(parsed, CatalogReports.Show(whole, id)!)
                    : ExitCode.Usage;
            }
        });
        return command;
    }
}
