using Mtok.Tracking;

namespace Mtok.Tests;

public sealed class DeploymentReaderTests
{
    private const string Whole = """
        [teams]
        "key_05" = "supply"

        [[deployment]]
        name = "chat"
        offer = "aws/p5.48xlarge"
        region = "us-east-1"
        instances = ["i-0aaa", "i-0bbb"]
        bill = "*p5.48xlarge*"
        targets = ["gpu-*:8000"]
        models = ["llama-3.3-70b"]
        start = "4min"
        gpus = 4
        precision = "fp8"

        [[deployment.run]]
        from = 2026-10-01T00:00:00Z
        until = "2026-10-02"
        machines = 1

        [[deployment]]
        name = "batch"
        price = "8.80 EUR/h"
        accelerator = "h100-sxm"
        gpus = 8
        machines = 3
        """;

    [Fact]
    public void A_deployment_names_machines_price_targets_and_times()
    {
        var file = Read(Whole)!;
        var (chat, batch) = (file.Deployments[0], file.Deployments[1]);
        Assert.Equal(("chat", "batch"), (chat.Name, batch.Name));
        Assert.Equal(new MachineRun(At(1), At(2), 1), Assert.Single(chat.Runs));
        Assert.Equal(new MachineRun(null, null, 3), Assert.Single(batch.Runs));
        Assert.Equal(new ReplicaSize("h100-sxm", 8, 4, new("fp8"), null), chat.Replica);
        Assert.Equal((4.0, "aws"), (chat.Start.Minutes, chat.Price!.Seller));
        Assert.Equal(new Money(8.80m, "EUR"), batch.Price!.At(new(2026, 10, 1)));
        Assert.Equal("supply", file.TeamOf("key_05"));
        Assert.Equal("other", file.TeamOf("other"));
    }

    [Fact]
    public void The_price_of_an_offer_is_that_of_the_day()
    {
        static Offer Seen(string day, decimal price) =>
            new("s", "i", "h100-sxm", 1, false, "", "", Pricing.OnDemand, "", UsdPerHour.FromDollars(price), new(AsOf.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), "s", new("f", 1, 1)));
        var price = MachinePrice.Listed([Seen("2026-05-01", 3), Seen("2026-03-01", 4), Seen("2026-08-01", 2)]);
        Assert.Equal(
            [4m, 4m, 3m, 3m, 2m],
            new DateOnly[] { new(2026, 1, 1), new(2026, 4, 30), new(2026, 5, 1), new(2026, 7, 31), new(2026, 12, 1) }.Select(day => price.At(day).Amount));
    }

    [Theory]
    [InlineData("gpu-1:8000", "", "chat")]
    [InlineData("GPU-22:8000", "", "chat")]
    [InlineData("chat", "", "chat")]
    [InlineData("", "llama-3.3-70b", "chat")]
    [InlineData("", "gpt-4o", null)]
    [InlineData("openai", "llama-3.3-70b", null)]
    [InlineData("gpu-1:9000", "", null)]
    public void Usage_belongs_to_the_deployment_of_its_target_or_model(string told, string model, string? deployment) =>
        Assert.Equal(deployment, Read(Whole)!.Of(new(model, "", told))?.Name);

    [Fact]
    public void Usage_of_a_model_that_two_serve_belongs_to_neither() =>
        Assert.Null(Read("[[deployment]]\nname = \"a\"\nmodels = \"m\"\n[[deployment]]\nname = \"b\"\nmodels = \"m*\"\n")!.Of(new("m", "", "")));

    [Theory]
    [InlineData("i-0aaa", "", "", true)]
    [InlineData("arn:aws:ec2:us-east-1:1:instance/i-0aaa", "", "", true)]
    [InlineData("i-0aaab", "", "", false)]
    [InlineData("", "p5.48xlarge", "", true)]
    [InlineData("", "", "$98.32 per On Demand Linux p5.48xlarge Instance Hour", true)]
    [InlineData("", "g6.xlarge", "", false)]
    public void A_row_of_a_bill_pays_for_the_machines_it_names(string resource, string sku, string description, bool pays)
    {
        var row = new BillRow(new("bill", 2, 1), "AWS", "", null, null, BillItem.Used, UsageKey.Unknown, Money.Usd(1), null) { Resource = resource, Sku = sku, Description = description };
        Assert.Equal(pays ? "chat" : null, Read(Whole)!.BilledBy(row)?.Name);
    }

    [Fact]
    public void Every_mistake_is_reported_at_once_with_its_line()
    {
        var problems = new Problems();
        Assert.Null(new DeploymentReader(Workloads.Built, problems).Read("d.toml", """
            [[deployment]]
            name = "a"
            ofer = "aws/p5.48xlarge"
            targets = ["x"]
            price = "cheap"
            [[deployment]]
            name = "A"
            offer = "aws/p5.48xlargee"
            targets = ["x"]
            precision = "fp7"
            accelerator = "h1000"
            [[deployment.run]]
            from = "2026-10-02"
            until = "2026-10-01"
            untill = "soon"
            """));
        Assert.Equal(
            ["3 unknown-key", "5 bad-number", "6 duplicate-key", "6 duplicate-key", "8 unknown-offer", "10 unknown-word", "11 unknown-accelerator", "14 empty-run", "15 unknown-key"],
            problems.All.Select(problem => $"{problem.Where.Line} {problem.Rule}"));
        Assert.Contains(problems.All, problem => problem.Message.Contains("aws/p5.48xlarge", StringComparison.Ordinal));
    }

    [Fact]
    public void An_offer_of_several_prices_has_to_be_narrowed()
    {
        var problems = new Problems();
        Assert.Null(new DeploymentReader(Workloads.Built, problems).Read("d.toml", "[[deployment]]\nname = \"a\"\noffer = \"aws/p5.48xlarge\"\n"));
        Assert.Equal("ambiguous-offer", Assert.Single(problems.All).Rule);
    }

    [Theory]
    [InlineData("[[deployment]]\nname=\"a\"", true)]
    [InlineData("# mine\n  [[ deployment ]]  \r\n", true)]
    [InlineData("[tokens]\ninput = 1\n", false)]
    [InlineData("deployment,team\n", false)]
    public void A_file_of_deployments_is_known_by_its_tables(string text, bool fits) => Assert.Equal(fits, DeploymentReader.Fits(text));

    [Fact]
    public void A_damaged_file_is_read_or_refused()
    {
        var random = new Random(13);
        for (var copy = 0; copy < 1_000; copy++)
        {
            var text = Whole.ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(1, 128);
            var at = random.Next(text.Length);
            var problems = new Problems();
            var file = new DeploymentReader(Workloads.Built, problems).Read("d.toml", new string(random.Next(2) == 0 ? text : text[..at]));
            Assert.Equal(file is null, problems.HasErrors);
        }
    }

    [Theory]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbd", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("a", "A", true)]
    public void A_star_stands_for_any_characters(string pattern, string name, bool matches) => Assert.Equal(matches, new NamePattern(pattern).Matches(name));

    private static DeploymentFile? Read(string text)
    {
        var problems = new Problems();
        var file = new DeploymentReader(Workloads.Built, problems).Read("d.toml", text);
        Assert.Empty(problems.All.Select(problem => problem.ToString()));
        return file;
    }

    private static DateTimeOffset At(int day) => new(2026, 10, day, 0, 0, 0, TimeSpan.Zero);
}
