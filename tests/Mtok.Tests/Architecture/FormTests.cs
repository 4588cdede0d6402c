using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mtok.Tests;

/// <summary>How the source is written, where a formatter has no say.</summary>
public sealed class FormTests
{
    private const int Columns = 160;

    private static readonly string[] Files =
        [.. Directory.EnumerateFiles(Snapshot.PathOf("src"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Fact]
    public void No_line_is_wider_than_a_reader() =>
        Assert.DoesNotContain(Files.SelectMany(file => File.ReadLines(file).Select((line, at) => (Where: $"{file}:{at + 1}", line.Length))), line => line.Length > Columns);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_constructor_assigns_one_field_at_a_time() =>
        Assert.Empty(Files.SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Where(assignment => assignment is { Left: TupleExpressionSyntax, Right: TupleExpressionSyntax } && assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null)
            .Where(assignment => assignment.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is null)
            .Select(assignment => $"{file}: {assignment}")));
}
