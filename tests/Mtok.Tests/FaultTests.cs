using Mtok.App;

namespace Mtok.Tests;

/// <summary>What nobody expected is told in one line and has an exit code of its own.</summary>
public sealed class FaultTests
{
    [Fact]
    public void A_fault_is_one_line_with_its_type_and_message_and_a_stack_only_where_wanted()
    {
        var exception = Thrown();
        var (line, stack) = (Told(exception, false), Told(exception, true));
        Assert.StartsWith("mtok: a fault of this program: InvalidOperationException: two lines of it", line, StringComparison.Ordinal);
        Assert.Contains("please report it", line, StringComparison.Ordinal);
        Assert.Equal(1, line.Count(letter => letter == '\n'));
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.Contains("   at Mtok.Tests.FaultTests", stack, StringComparison.Ordinal);
        Assert.StartsWith("mtok: a fault of this program: InvalidOperationException", Told(new AggregateException(new AggregateException(exception)), false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_program_throws_ends_it_with_a_code()
    {
        Assert.Equal(ExitCode.NothingFits, await Fault.Guard(() => Task.FromResult(ExitCode.NothingFits)));
        Assert.Equal(ExitCode.Interrupted, await Fault.Guard(() => throw new OperationCanceledException()));
        Assert.Equal(ExitCode.All.Count, ExitCode.All.DistinctBy(code => code.Code).Count());
    }

    private static string Told(Exception exception, bool debug)
    {
        using var errors = new StringWriter();
        Assert.Equal(ExitCode.Fault, Fault.Tell(exception, errors, debug));
        return errors.ToString().ReplaceLineEndings("\n");
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("two lines\nof it");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}
