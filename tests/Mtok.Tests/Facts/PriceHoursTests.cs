namespace Mtok.Tests;

public sealed class PriceHoursTests
{
    [Theory]
    [InlineData("01-04+06-10", "", "1,2,3,6,7,8,9")]
    [InlineData("22-02", "", "0,1,22,23")]
    [InlineData("", "mon", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23")]
    [InlineData("20-24", "tue", "")]
    [InlineData("20-24", "sat-mon", "20,21,22,23")]
    public void Hours_are_periods_of_the_day_in_UTC(string hours, string days, string onMonday) =>
        Assert.Equal(onMonday, string.Join(',', Enumerable.Range(0, 24).Where(hour => PriceKindsTests.Hours(hours, days).Contain(Duration.FromHours(hour)))));

    [Fact]
    public void A_part_of_an_hour_counts_as_that_part_and_weeks_repeat()
    {
        var hours = PriceKindsTests.Hours("00:30-16:30", "");
        int[] asked = [0, 1, 16, 17];
        Assert.Equal([0.5, 1, 0.5, 0], asked.Select(hour => hours.ShareOf(hour).Value));
        Assert.Equal(16.0 / 24, Enumerable.Range(0, 168).Average(hour => hours.ShareOf(168 + hour).Value), 12);
        Assert.True(hours.Contain(Duration.FromHours((1000 * 168) + 1)));
        Assert.False(hours.Contain(Duration.FromHours(0.49)));
    }

    [Theory]
    [InlineData("1-4", "")]
    [InlineData("01-25", "")]
    [InlineData("01-01", "")]
    [InlineData("00:60-02", "")]
    [InlineData("01-04,06-10", "")]
    [InlineData("24-02", "")]
    [InlineData("", "monday")]
    [InlineData("", "mon-tue-wed")]
    public void What_is_no_period_is_refused(string hours, string days) => Assert.False(PriceHours.TryParse(hours, days, out _));

    [Fact]
    public void Blank_hours_and_days_are_no_restriction()
    {
        Assert.True(PriceHours.TryParse("", "", out var always));
        Assert.Null(always);
        Assert.Equal(PriceKindsTests.Hours("01-04", "sat"), PriceKindsTests.Hours("01-04", "sat"));
        Assert.NotEqual(PriceKindsTests.Hours("01-04", "sat"), PriceKindsTests.Hours("01-04", "sun"));
        Assert.Equal("01-04 UTC sat", PriceKindsTests.Hours("01-04", "sat").ToString());
    }
}
