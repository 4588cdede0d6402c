using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mtok.Tests;

/// <summary>A program of one file that uses the libraries, as in examples/ and in the READMEs of packages: compiled here, run as a process of its own.</summary>
internal static class ExampleProgram
{
    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default.WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly SyntaxTree Usings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;", Language);

    private static readonly Lazy<List<PortableExecutableReference>> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Runs it from the repository, beside the assemblies and native libraries of these tests.</summary>
    /// <returns>Its exit code, its output and its errors.</returns>
    public static (int ExitCode, string Out, string Error) Run(string code)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, $"example-{Guid.NewGuid():n}.dll");
        try
        {
            Compile(code, assembly);
            return Start(assembly);
        }
        finally
        {
            File.Delete(assembly);
        }
    }

    private static void Compile(string code, string assembly)
    {
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(assembly),
            [Usings, CSharpSyntaxTree.ParseText(code, Language)],
            References.Value,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var emitted = compilation.Emit(assembly);
        Assert.DoesNotContain(emitted.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    private static (int ExitCode, string Out, string Error) Start(string assembly)
    {
        var tests = Path.Combine(AppContext.BaseDirectory, typeof(ExampleProgram).Assembly.GetName().Name!);
        var start = new ProcessStartInfo("dotnet", ["exec", "--depsfile", $"{tests}.deps.json", "--runtimeconfig", $"{tests}.runtimeconfig.json", assembly])
        {
            WorkingDirectory = Snapshot.PathOf(""),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
