using Mtok.Fitting;

namespace Mtok.Tests;

public sealed class ServerPartTests
{
    [Fact]
    public void The_servers_part_is_found_again_although_a_publication_is_off()
    {
        var rows = Enumerable.Range(1, 40).SelectMany(users => new[] { Row("one", "SGLang", users, 1), Row("two", "SGLang", users, 1), Row("off", "SGLang", users, 1.3) }).ToList();

        Assert.Equal(new ServerPart(35, 80, 4.5), ServerPart.Fitted(rows));
    }

    [Fact]
    public void Only_SGLang_has_a_part_of_its_own_for_experts() =>
        Assert.Equal("server_ms = 80, server_request_ms = 4.5", ServerPart.Fitted([Row("one", "vLLM", 2, 1), Row("one", "vLLM", 40, 1)]).ToString());

    /// <summary>Even numbers of users are those of a mixture of experts.</summary>
    private static LatencyRow Row(string publication, string engine, int users, double slower)
    {
        var (experts, alone) = (users % 2 == 0, 10.0 + users);
        var published = slower * (alone + (experts ? 80 : 35) + (4.5 * users));
        return new(publication, engine, experts, "mean", users, published, published, alone, users);
    }
}
