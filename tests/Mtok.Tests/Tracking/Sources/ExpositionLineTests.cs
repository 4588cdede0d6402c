using Mtok.Tracking;

namespace Mtok.Tests;

public sealed class ExpositionLineTests
{
    [Theory]
    [InlineData("a 1", "a", "", 1, null)]
    [InlineData("a 03.0", "a", "", 3, null)]
    [InlineData("a 1.15891634176e+011 1795762786970", "a", "", 1.15891634176e11, 1795762786970d)]
    [InlineData("a{} +Inf", "a", "", double.PositiveInfinity, null)]
    [InlineData("a\t{ b = \"c\" , d=\"e\",} NaN", "a", "b=c|d=e", double.NaN, null)]
    [InlineData("a{b=\"x\\\"y\\\\z\\nw\"} -1", "a", "b=x\"y\\z\nw", -1, null)]
    [InlineData("{\"my.metric\",b=\"c\"} 2", "my.metric", "b=c", 2, null)]
    [InlineData("{__name__=\"x\", b=\"c\"} 2 1795762786970", "x", "b=c", 2, 1795762786970d)]
    [InlineData("a_total{b=\"}\"} 5 1795762786.97 # {trace_id=\"1\"} 1 1795762786", "a_total", "b=}", 5, 1795762786.97)]
    [InlineData("a 5 # {trace_id=\"1\"} 1", "a", "", 5, null)]
    public void A_sample_is_read_as_written(string line, string name, string labels, double value, double? time)
    {
        Assert.True(ExpositionLine.TryRead(line, out var read, out _, out _));
        Assert.Equal((name, labels, value, time), (read.Name, string.Join('|', read.Labels.Select(label => $"{label.Key}={label.Value}")), read.Value, read.Time));
    }

    [Theory]
    [InlineData("", "a metric's name is missing")]
    [InlineData("{} 1", "a metric's name is missing")]
    [InlineData("a", "no value")]
    [InlineData("a x", "no value")]
    [InlineData("a{b=\"c\" 1", "a comma or closing brace is missing after a label")]
    [InlineData("a{b=\"c", "a label's value without its closing quote")]
    [InlineData("a{b=c} 1", "a label's value is not quoted")]
    [InlineData("a{b} 1", "a label without a value")]
    [InlineData("a{", "labels without a closing brace")]
    [InlineData("a 1 x", "no time after the value")]
    [InlineData("a 1 2 3", "text after the time")]
    public void What_is_no_sample_says_why(string line, string wrong)
    {
        Assert.False(ExpositionLine.TryRead(line, out _, out var said, out _));
        Assert.Equal(wrong, said);
    }
}
