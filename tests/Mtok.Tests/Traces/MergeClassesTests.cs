using Mtok.Traces;

namespace Mtok.Tests;

public sealed class MergeClassesTests
{
    [Fact]
    public void The_largest_classes_and_those_with_rules_stay_and_all_others_are_one()
    {
        var trace = new Trace("t", ["a", "b", "c", "d", "e"], null, [.. Enumerable.Range(0, 15).Select(at => Request(at, at % 5, 100 * (1 + (at % 5))))]);
        var few = TraceChange.MergeClasses(trace, 3, ["b"]);
        Assert.Equal(["b", "d", "e", "the other 2 classes"], few.Classes);
        Assert.Equal([3, 0, 3, 1, 2], few.Requests.Take(5).Select(request => request.Class));
        Assert.Equal(trace.Requests.Select(request => request.Input), few.Requests.Select(request => request.Input));
        Assert.Same(trace, TraceChange.MergeClasses(trace, 5, []));
    }

    private static TraceRequest Request(int second, int kind, int tokens) =>
        new(Duration.FromSeconds(second), Tokens.FromCount(tokens), Tokens.FromCount(10), default, kind, null);
}
