using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Planning returns data; every sentence about it is in Reporting/Words, once.</summary>
public sealed partial class SentencesTests
{
    /// <summary>Texts with words in them that nobody reads as a sentence, and why.</summary>
    private static readonly Dictionary<string, string> NotSentences = new()
    {
        ["Ways/WayNames.cs"] = "names of options: identities",
        ["Draws/UncertainFigure.cs"] = "seeds of draws",
        ["Draws/Outlook.cs"] = "seeds of draws",
        ["Ways/ThroughputFactors.cs"] = "seeds of draws",
        ["Plans/FleetModel.cs"] = "settings of the solver",
        ["Decisions/CompareRequest.cs"] = "problems of a request",
        ["BreakEvens/BreakEvenRequest.cs"] = "problems of a request",
        ["Demands/VerdictTraffic.cs"] = "problems of a request",
    };

    [Fact]
    public void No_sentence_is_made_in_planning()
    {
        var folder = Snapshot.PathOf("src/Mtok.Planning");
        var found = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path).Replace('\\', '/'), Text: File.ReadAllText(path)))
            .Where(file => !NotSentences.ContainsKey(file.Name))
            .SelectMany(file => Sentences(file.Text).Select(sentence => $"{file.Name}: {sentence}"));
        Assert.Empty(found);
        Assert.All(NotSentences.Keys, name => Assert.True(File.Exists(Path.Combine(folder, name)), $"{name} is gone"));
    }

    [Theory]
    [InlineData("""Add($"in {count} of {all} steps");""", 3)]
    [InlineData("""Add("no price");""", 1)]
    [InlineData("""Add($"{machines} machines");""", 1)]
    [InlineData("""Add($"{a} {b} + {c}");""", 0)]
    [InlineData("""throw new ArgumentException("not so");""", 0)]
    [InlineData("""/* "A sentence." */ Join(", ", kinds, "overheads");""", 0)]
    public void A_sentence_is_a_text_with_a_word_beside_a_space(string code, int sentences) => Assert.Equal(sentences, Sentences(code).Count());

    public static TheoryData<Type> Unions => [.. typeof(Verdict).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsNested: false } && Cases(type).Count > 0 && type != typeof(PlanOutcome) && type != typeof(MoveTrigger) && type != typeof(SolvePhase))];

    [Theory]
    [MemberData(nameof(Unions))]
    public void Every_case_of_every_union_has_its_words(Type union)
    {
        var words = Assert.Single(
            typeof(Report).Assembly.GetTypes().Where(type => type.Name.EndsWith("Words", StringComparison.Ordinal)).SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)),
            method => method.Name == "Of" && method.ReturnType == typeof(string) && method.GetParameters()[0].ParameterType == union);
        var texts = new List<string>();
        foreach (var sample in Cases(union).SelectMany(Samples))
        {
            var text = (string)words.Invoke(null, [sample, .. words.GetParameters().Skip(1).Select(parameter => Sample(parameter.ParameterType, whole: true))])!;
            Assert.True(text.Length > 0 || sample is ReplayProof.None, $"{sample} has no words");
            Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
            Assert.DoesNotContain(sample.GetType().Name + " {", text, StringComparison.Ordinal);
            texts.Add(text);
        }

        Assert.True(texts.Distinct().Count() >= Cases(union).Count, $"two cases of {union.Name} read alike");
    }

    [Fact]
    public void Every_flip_has_its_name_its_figures_and_their_unit()
    {
        var flips = Cases(typeof(Flip)).SelectMany(Samples).Cast<Flip>().ToList();
        Assert.All(flips, flip =>
        {
            Assert.NotEmpty(FlipWords.Name(flip));
            Assert.NotEmpty(FlipWords.Numbers(flip).Unit);
            Assert.Equal(FlipWords.Numbers(flip).Threshold is null, FlipWords.Figures(flip).Threshold is null);
        });
        Assert.Equal(Cases(typeof(Flip)).Count + 1, flips.Select(FlipWords.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(0, "0 machines")]
    [InlineData(1, "1 machine")]
    [InlineData(2000, "2,000 machines")]
    public void Counts_agree_with_their_nouns(long count, string text) => Assert.Equal(text, CountText.Of(count, "machine"));

    /// <summary>Texts of literals in which a word stands beside a space; messages of exceptions are for programmers.</summary>
    private static IEnumerable<string> Sentences(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens()
        .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken)
        .Where(token => WordBesideSpace().IsMatch(token.ValueText) && !token.Parent!.Ancestors().Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax))
        .Select(token => token.ValueText);

    private static List<Type> Cases(Type union) => [.. union.GetNestedTypes().Where(type => type.IsSubclassOf(union))];

    /// <summary>A case with all that may be missing, and without.</summary>
    private static IEnumerable<object> Samples(Type type) => [Make(type, whole: true), Make(type, whole: false)];

    private static object Make(Type type, bool whole)
    {
        var constructor = type.GetConstructors().OrderByDescending(made => made.GetParameters().Length).First();
        var nullability = new NullabilityInfoContext();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            !whole && (Nullable.GetUnderlyingType(parameter.ParameterType) is not null || (!parameter.ParameterType.IsValueType && nullability.Create(parameter).WriteState == NullabilityState.Nullable))
                ? null
                : Sample(parameter.ParameterType, whole))]);
    }

    private static object Sample(Type type, bool whole)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Sample(underlying, whole);
        }

        if (type == typeof(string))
        {
            return "x";
        }

        if (type == typeof(PriceHours))
        {
            return PriceKindsTests.Hours("01-04", "mon-fri");
        }

        if (type.IsPrimitive)
        {
            return type == typeof(bool) ? whole : Convert.ChangeType(2, type, null);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type.GetGenericArguments()))!;
            list.Add(Sample(type.GetGenericArguments()[0], whole));
            return list;
        }

        if (type.IsEnum || type == typeof(AsOf))
        {
            return Activator.CreateInstance(type)!;
        }

        if (type.GetMethods(BindingFlags.Static | BindingFlags.Public).FirstOrDefault(method => method.Name.StartsWith("From", StringComparison.Ordinal) && method.ReturnType == type && method.GetParameters().Length == 1) is { } factory)
        {
            return factory.Invoke(null, [Convert.ChangeType(0.5, factory.GetParameters()[0].ParameterType, null)])!;
        }

        return Make(type.IsAbstract ? Cases(type)[0] : type, whole);
    }

    [GeneratedRegex("[a-z]{2,} | [a-z]{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex WordBesideSpace();
}
