namespace Mtok.Tests;

public sealed class OwnedMachineReaderTests
{
    private const string Needed = """
        name = "box"
        accelerator = "h100"
        gpus = 8
        price = 300000
        life_years = 5
        power = "10 kW"
        electricity = 0.10

        """;

    private readonly Problems _problems = new();

    [Fact]
    public void Every_value_lands_where_it_belongs()
    {
        var machine = Read(Needed + """
            residual_share = 0.2
            cost_of_capital = 0.08
            pue = 1.5
            colocation_per_kilowatt = 146
            support_share = 0.03
            as_of = "2026-05-20"
            source = "an invoice"
            """)!;
        Assert.Empty(_problems.All);
        Assert.Equal(
            new OwnedMachine(
                "box", "h100-sxm", 8, Usd.FromDollars(300_000), Ratio.FromValue(0.2), Duration.FromYears(5), Ratio.FromValue(0.08), Watts.FromKilowatts(10), Ratio.FromValue(1.5),
                UsdPerKilowattHour.FromDollars(0.10m), UsdPerMonth.FromDollars(146), Ratio.FromValue(0.03), machine.Provenance),
            machine);
        Assert.Equal(("2026-05-20", "an invoice", "my.toml"), (machine.Provenance.AsOf.ToString(), machine.Provenance.Source, machine.Provenance.Where.File));
    }

    [Fact]
    public void What_is_not_said_costs_nothing_and_is_undated()
    {
        var machine = Read(Needed)!;
        Assert.Empty(_problems.All);
        Assert.Equal((Ratio.Zero, Ratio.Zero, Ratio.One, Ratio.Zero, default), (machine.ResidualShare, machine.CostOfCapital, machine.Pue, machine.SupportShare, machine.ColocationPerKilowatt));
        Assert.Equal((AsOf.Undated, "the workload file"), (machine.Provenance.AsOf, machine.Provenance.Source));
    }

    [Fact]
    public void A_machine_of_an_unknown_accelerator_is_none()
    {
        Assert.Null(Read(Needed.Replace("h100", "h1000", StringComparison.Ordinal)));
        var problem = Assert.Single(_problems.All);
        Assert.Equal(("unknown-accelerator", 3), (problem.Rule, problem.Where.Line));
    }

    [Theory]
    [InlineData("as_of = \"yesterday\"", "bad-date", "\"as_of\" must be a date such as 2026-05-20, a month, a year, or \"undated\", not \"yesterday\"")]
    [InlineData("colour = \"red\"", "unknown-key", "colour")]
    public void A_wrong_date_and_a_key_that_nobody_knows_are_told_where_they_stand(string line, string rule, string words)
    {
        Assert.NotNull(Read(Needed + line));
        var problem = Assert.Single(_problems.All);
        Assert.Equal((rule, 9), (problem.Rule, problem.Where.Line));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_machine_that_can_be_read_is()
    {
        var table = "[[machine]]\n" + Needed;
        var root = TomlTable.Parse("my.toml", table + table.Replace("h100", "h1000", StringComparison.Ordinal) + table.Replace("box", "other", StringComparison.Ordinal), _problems)!;
        Assert.Equal(["box", "other"], OwnedMachineReader.ReadAll(root, Accelerators, _problems).Select(machine => machine.Name));
    }

    private OwnedMachine? Read(string text) => OwnedMachineReader.Read(Assert.Single(TomlTable.Parse("my.toml", "[[machine]]\n" + text, _problems)!.Tables("machine")), Accelerators, _problems);

    private NameTable<Accelerator> Accelerators => NameTables.Of(
        [new Accelerator("h100-sxm", "H100", "NVIDIA", ["h100"], default, default, "", null, new Dictionary<string, FlopsPerSecond>(), new Dictionary<string, FlopsPerSecond>(), null, null, null, null, null, new(AsOf.Undated, "s", new("f", 1, 1)))],
        _problems);
}
