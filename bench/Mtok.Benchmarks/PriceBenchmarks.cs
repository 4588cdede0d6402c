using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Mtok.Imports;

namespace Mtok.Benchmarks;

/// <summary>Importing prices: 3 MB shaped like LiteLLM's file (goal: 0.3 s) and 100 MB shaped like a SkyPilot catalog (goal: 3 s within 300 MB).</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class PriceBenchmarks
{
    private const int LiteLlmBytes = 3_000_000;
    private const int SkyPilotBytes = 100_000_000;
    private Catalog _catalog = null!;
    private byte[] _liteLlm = [];
    private string _skyPilot = "";

    [GlobalSetup]
    public void Setup()
    {
        _catalog = CatalogReader.Load(null, new Problems())!;
        _liteLlm = Encoding.UTF8.GetBytes(LiteLlm());
        _skyPilot = Path.Combine(Path.GetTempPath(), "mtok-bench-vms.csv");
        WriteSkyPilot(_skyPilot);
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_skyPilot);

    [Benchmark]
    public int LiteLlmFile()
    {
        using var stream = new MemoryStream(_liteLlm, writable: false);
        return Reader().Read("litellm.json", stream)!.Apis.Count;
    }

    [Benchmark]
    public int SkyPilotFile() => Reader().Read(_skyPilot)!.Offers.Count;

    private PriceReader Reader() => new(_catalog, new(AsOf.Of(new(2026, 8, 1)), "bench", "aws"), new Problems());

    private static string LiteLlm()
    {
        string[] providers = ["groq", "deepinfra", "together_ai", "fireworks_ai", "openrouter"];
        string[] models = ["meta-llama/Llama-3.3-70B-Instruct", "openai/gpt-oss-120b", "unheard/of"];
        var text = new StringBuilder("{\n");
        for (var row = 0; text.Length < LiteLlmBytes; row++)
        {
            var provider = providers[row % providers.Length];
            text.Append(CultureInfo.InvariantCulture, $$"""
                "{{provider}}/{{models[row % models.Length]}}{{(row < 15 ? "" : "-" + row)}}": {
                    "cache_read_input_token_cost": 1e-07, "input_cost_per_token": {{(row % 40) + 1}}e-07, "output_cost_per_token": {{(row % 40) + 2}}e-07,
                    "litellm_provider": "{{provider}}", "max_input_tokens": 131072, "max_output_tokens": 16384, "max_tokens": 16384, "mode": "chat",
                    "source": "x", "supported_endpoints": ["/v1/chat/completions", "/v1/batch", "/v1/completions"], "supported_modalities": ["text", "image"],
                    "supported_output_modalities": ["text"], "supports_function_calling": true, "supports_parallel_function_calling": true, "supports_prompt_caching": true,
                    "supports_response_schema": true, "supports_system_messages": true, "supports_tool_choice": true, "supports_vision": true, "supports_web_search": true
                },

                """);
        }

        return text.Append("\"sample_spec\": {\"mode\": \"one of\"}}").ToString();
    }

    /// <summary>One row in ten has an accelerator, as in AWS's catalog; each such machine has its own zone.</summary>
    private static void WriteSkyPilot(string path)
    {
        using var file = new StreamWriter(path);
        file.Write("InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone\n");
        var line = new StringBuilder();
        for (long row = 0, written = 0; written < SkyPilotBytes; row++)
        {
            line.Clear();
            var (region, price) = (row / 16 % 30, row % 7);
            if (row % 10 == 0)
            {
                line.Append(CultureInfo.InvariantCulture, $"p5.48xlarge,H100,8,192,2048,\"{{'Gpus': [{{'Name': 'H100', 'Manufacturer': 'NVIDIA', 'Count': 8, 'MemoryInfo': {{'SizeInMiB': 81920}}}}], 'TotalGpuMemoryInMiB': 655360}}\",55.{price},2{price}.5,region-{region},zone-{row}\n");
            }
            else
            {
                line.Append(CultureInfo.InvariantCulture, $"m{row % 9}.{row % 48}xlarge-flex.metal,,,{row % 192},{row % 3072}.0,,{price}.{row % 1000},{price}.{row % 500},region-{region},region-{region}{(char)('a' + (row % 6))}\n");
            }

            file.Write(line);
            written += line.Length;
        }
    }
}
