using System.Globalization;
using System.Text;

namespace Mtok.Tests;

/// <summary>
/// A Prometheus answer of vLLM replicas, made up: samples every five minutes from 10:00. A replica that outputs r tokens a second is given 2 r prompt
/// tokens, half of them cached, in r / 100 requests.
/// </summary>
internal static class ProductionSamples
{
    public const string Deployments =
        """
        [[deployment]]
        name = "busy"
        targets = ["gpu-1*"]
        accelerator = "h100-sxm"
        gpus = 4
        precision = "fp8"
        engine = "vllm"
        price = "40 USD/h"

        [[deployment]]
        name = "idle"
        targets = ["gpu-2*"]
        accelerator = "h100-sxm"
        gpus = 1
        precision = "fp8"
        engine = "vLLM"
        price = "10 USD/h"

        """;

    private const int Steps = 12;
    private static readonly DateTimeOffset Begin = new(2026, 9, 1, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The answer about these replicas.</summary>
    public static string Answer(params Replica[] replicas) =>
        $"{{\"status\":\"success\",\"data\":{{\"resultType\":\"matrix\",\"result\":[{string.Join(",\n", replicas.SelectMany(replica => replica.Series))}]}}}}";

    /// <summary>One replica.</summary>
    /// <param name="Target">Its instance.</param>
    /// <param name="Rates">Output tokens a second, by hour.</param>
    public sealed record Replica(string Target, params long[] Rates)
    {
        public string Model { get; init; } = "llama-3.3-70b";

        /// <summary>Requests that wait at each sample; null where no queue is exposed.</summary>
        public Func<int, int>? Waiting { get; init; } = _ => 3;

        /// <summary>Failed requests in a hundred.</summary>
        public int Failures { get; init; }

        /// <summary>The sample at which all counters begin again; 0 for never.</summary>
        public int Restart { get; init; }

        public IEnumerable<string> Series
        {
            get
            {
                yield return Counter("prompt_tokens_total", "", 200);
                yield return Counter("prompt_tokens_cached_total", "", 100);
                yield return Counter("generation_tokens_total", "", 100);
                yield return Counter("request_success_total", ",\"finished_reason\":\"stop\"", 100 - Failures, 100);
                if (Failures > 0)
                {
                    yield return Counter("request_success_total", ",\"finished_reason\":\"abort\"", Failures, 100);
                }

                if (Waiting is { } waiting)
                {
                    yield return Of("num_requests_waiting", "", Enumerable.Range(0, (Rates.Length * Steps) + 1).Select(at => (long)waiting(at)));
                }
            }
        }

        private string Counter(string name, string more, long each, long of = 1) => Of(name, more, Totals(each, of));

        private IEnumerable<long> Totals(long each, long of)
        {
            var total = 5_000L;
            yield return total;
            for (var at = 1; at <= Rates.Length * Steps; at++)
            {
                total = at == Restart ? 0 : total + (Rates[(at - 1) / Steps] * 3 * each / of);
                yield return total;
            }
        }

        private string Of(string name, string more, IEnumerable<long> values)
        {
            var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{{\"metric\":{{\"__name__\":\"vllm:{name}\",\"instance\":\"{Target}\",\"model_name\":\"{Model}\"{more}}},\"values\":["));
            text.AppendJoin(',', values.Select((value, at) => string.Create(CultureInfo.InvariantCulture, $"[{Begin.AddMinutes(at * 5).ToUnixTimeSeconds()},\"{value}\"]")));
            return text.Append("]}").ToString();
        }
    }
}
