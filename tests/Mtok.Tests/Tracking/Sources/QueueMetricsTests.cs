namespace Mtok.Tests;

/// <summary>The queue of every engine is a level of its target.</summary>
public sealed class QueueMetricsTests
{
    [Theory]
    [InlineData("vllm:num_requests_waiting", "")]
    [InlineData("ray_vllm_num_requests_waiting", "")]
    [InlineData("sglang:num_queue_reqs", "")]
    [InlineData("tgi_queue_size", "")]
    [InlineData("trtllm_num_requests_waiting", "")]
    [InlineData("llamacpp:requests_deferred", "")]
    [InlineData("num_requests_waiting", "num_request_max{instance=\"gpu-1\"} 9\n")]
    public void Waiting_requests_are_a_level_of_the_target(string name, string beside)
    {
        var level = Assert.Single(MetricsRead.Of($"{beside}# TYPE {name} gauge\n{name}{{instance=\"gpu-1\",model_name=\"m\"}} 3\n").Levels);
        Assert.Equal(("requests waiting", "{instance=\"gpu-1\"}", "3 requests"), (level.What, level.Of, level.Value));
    }
}
