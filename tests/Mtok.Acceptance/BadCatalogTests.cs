namespace Mtok.Acceptance;

/// <summary>A user's catalog folder with one bad file: told with its place both by <c>decide</c> and by <c>catalog lint</c>.</summary>
public sealed class BadCatalogTests
{
    private const string Offers = "instance,accelerator,gpus,region,pricing,usd_per_hour,stated_gpu_memory_gb,as_of,source\n";
    private const string Apis = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,batch_discount,as_of,source\n";
    private const string Measured = "model,accelerator,gpus,tensor_parallel,precision,engine,scenario,input_tokens,output_tokens,output_tokens_per_second,as_of,source\n";
    private const string Hours = "accelerator,item,usd_per_gpu_hour,as_of,source\n";
    private const string Costs = "item,low,high,unit,scope,as_of,confidence,source\n";
    private const string Bands = "instance,region,low_percent_per_month,high_percent_per_month,as_of,source\n";
    private const string Device = "[[accelerator]]\nid = \"n1\"\nname = \"N1\"\nvendor = \"us\"\nmemory_gb = 80\nmemory_type = \"HBM3\"\nas_of = \"2026\"\nsources = [\"us\"]\n";
    private const string Network = "[[model]]\nid = \"m1\"\nname = \"M1\"\nmaker = \"us\"\ncontext_tokens = 4096\nas_of = \"2026\"\nsources = [\"us\"]\n";
    private const string Bought = "[[machine]]\nname = \"ours\"\naccelerator = \"h100-sxm\"\ngpus = 8\nprice = 250000\nlife_years = 5\npower = \"10 kW\"\nelectricity = 0.12\n";

    /// <summary>The file, its text, and each error after the file's path.</summary>
    public static TheoryData<string, string, string> Files => new()
    {
        { "offers/us.csv", Offers + "m,h100-smx,8,,on_demand,20,,2026,us\n", ":2:3: error: unknown accelerator \"h100-smx\"; did you mean \"h100-sxm\"?" },
        { "offers/us.csv", Offers + "m,,8,,on_demand,20,,2026,us\n", ":2:3: error: \"accelerator\" is blank: if a seller lists host and GPU separately" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,0,,2026,us\n", ":2:25: error: a price of 0 means unknown, not free" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,,,2026,us\n", ":2:25: error: \"usd_per_hour\" is blank" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,-3,,2026,us\n", ":2:25: error: -$3.00/h is below zero" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,cheap,,2026,us\n", ":2:25: error: \"usd_per_hour\" must be a number in $/h, not \"cheap\"" },
        { "offers/us.csv", Offers + "m,h100-sxm,1,,on_demand,9999,,2026,us\n", ":2:25: error: $9,999.00/h is a placeholder" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,reserved_1y,140000,,2026,us\n", ":2:27: error: $140,000.00/h is the price of the whole term; the hourly price is $15.98/h" },
        { "offers/us.csv", Offers + "m,h100-sxm,0.5,,on_demand,2,,2026,us\n", ":2:12: error: 0.5 of an accelerator cannot hold a whole replica" },
        { "offers/us.csv", Offers + "m,h100-sxm,0,,on_demand,2,,2026,us\n", ":2:12: error: \"gpus\" must be a whole number, 1 to 1024, not \"0\"" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,ondemand,20,,2026,us\n", ":2:15: error: \"pricing\" must be one of on_demand, spot, reserved_1y, reserved_3y, reserved_5y, block, serverless, owned, not \"ondemand\"; did you mean \"on_demand\"?" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,x,on_demand,20,,2026,us\nm,h100-sxm,8,x,spot,21,,2026,us\n", ":3:1: error: spot at $21.00/h is above on demand at $20.00/h" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,20,40,2026,us\n", ":2:28: error: the seller states 40 GB, but h100-sxm has" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,20,,,us\n", ":2:29: error: \"as_of\" is blank" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,20,,24.05.2026,us\n", ":2:29: error: \"as_of\" must be a date such as 2026-05-20" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,20,,2026,\n", ":2:34: error: \"source\" is blank: every row must name its publisher" },
        { "offers/us.csv", Offers + "m,h100-sxm,8,,on_demand,20,,2026,us\nm,h100-sxm,8,,on_demand,21,,2026,us\n", ":3:1: error: the same offer as line 2" },
        { "offers/us.csv", Offers.Replace("usd_per_hour", "usd_per_hours", StringComparison.Ordinal), ":1:42: error: unknown column \"usd_per_hours\"; did you mean \"usd_per_hour\"?\n:1:1: error: column \"usd_per_hour\" is missing" },
        { "offers/us.csv", Offers + "m,h100-sxm,8\n", ":2:1: error: 3 fields where the header has 9" },
        { "offers/us.csv", Offers + "m,h100-smx,x,,weekly,0,,2026,us\n", ":2:3: error: unknown accelerator\n:2:12: error: \"gpus\" must be\n:2:15: error: \"pricing\" must be\n:2:22: error: a price of 0" },
        { "apis/us.csv", Apis + "llama-3.3-70x,m,1,2,,2026,us\n", ":2:1: error: unknown model \"llama-3.3-70x\"; did you mean \"llama-3.3-70b\"?" },
        { "apis/us.csv", Apis + "llama-3.3-70b,m,,2,,2026,us\n", ":2:17: error: \"input_usd_per_mtok\" is blank: unknown is not free" },
        { "apis/us.csv", Apis + "llama-3.3-70b,m,1,0,,2026,us\n", ":2:19: error: \"output_usd_per_mtok\" is 0: that means unknown, not free" },
        { "apis/us.csv", Apis + "llama-3.3-70b,m,0.0000005,2,,2026,us\n", "outside the plausible range" },
        { "apis/us.csv", Apis + "llama-3.3-70b,m,1,2,100%,2026,us\n", ":2:21: error: \"batch_discount\" is 100%; it must be 0% to 95%" },
        { "measurements/us.csv", Measured + "llama-3.3-70b,h100-sxm,8,,fp8,vLLM,saturated,1000,1000,0,2026,us\n", ":2:56: error: \"output_tokens_per_second\" is 0; it must be" },
        { "measurements/us.csv", Measured + "llama-3.3-70b,h100-sxm,8,,fp8,vLLM,saturated,1000,,5000,2026,us\n", ":2:51: error: \"output_tokens\" is blank" },
        { "measurements/us.csv", Measured + "llama-3.3-70b,h100-sxm,8,3,fp8,vLLM,saturated,1000,1000,5000,2026,us\n", ":2:24: error: 8 accelerators cannot hold whole copies sharded over 3" },
        { "measurements/us.csv", Measured + "llama-3.3-70b,h100-sxm,8,,fp7,vLLM,weekly,1000,1000,5000,2026,us\n", ":2:27: error: \"precision\" must be one of\n:2:36: error: \"scenario\" must be one of" },
        { "accelerators/us.toml", Device.Replace("memory_gb = 80", "memory_gb = 80000", StringComparison.Ordinal), ":5:13: error: \"memory_gb\" is 80000; it must be 4 to 2,000" },
        { "accelerators/us.toml", Device.Replace("\"n1\"", "\"N 1\"", StringComparison.Ordinal), ":2:6: error: \"N 1\": an id has lower-case letters" },
        { "accelerators/us.toml", Device + "aliases = [\"h100\"]\n", ":1:3: error: accelerator \"h100\" refers to both h100-sxm and n1" },
        { "accelerators/us.toml", Device + "dense_tflops = { bf17 = 5 }\n", ":9:25: error: unknown key \"bf17\" in [accelerator.dense_tflops]; did you mean \"bf16\"?" },
        { "models/us.toml", Network.Replace("4096", "12", StringComparison.Ordinal), ":5:18: error: \"context_tokens\" is 12; it must be 128 tok to" },
        { "models/us.toml", Network.Replace("sources = [\"us\"]\n", "", StringComparison.Ordinal), ":1:3: error: \"sources\" is missing: every fact must name its publisher" },
        { "models/us.toml", "[[modle]]\nid = \"x\"\n", ":1:3: error: unknown key \"modle\"; did you mean \"model\"?" },
        { "costs/us.csv", Costs + "egress,5,3,usd,,2026,low,us\n", ":2:8: error: \"low\" is 5, above \"high\", 3" },
        { "costs/us.csv", Costs + "egress,a,3,usd,,2026,low,us\n", ":2:8: error: \"low\" must be a number of 0 or more, not \"a\"" },
        { "costs/accelerator-hours.csv", Hours + "h100-sxm,ours,200,2026,us\n", ":2:15: error: \"usd_per_gpu_hour\" is 200; it must be" },
        { "interruptions/us.csv", Bands + "m,x,200,5,2026,us\n", ":2:5: error: \"low_percent_per_month\" is 200; it must be 0 to 100" },
        { "owned/us.toml", Bought.Replace("h100-sxm", "h100-smx", StringComparison.Ordinal), ":3:15: error: unknown accelerator \"h100-smx\"" },
        { "owned/us.toml", Bought.Replace("price = 250000", "price = 5", StringComparison.Ordinal), ":5:9: error: \"price\" is 5; it must be $100.00 to" },
        { "offers/us.csv", "", ":1:1: error: the file is empty; it needs a header line" },
        { "offers/us.csv", "a\0b", ": error: not a text file" },
        { "offers/us.xlsx", "x", ": error: a catalog holds accelerators/*.toml" },
        { "prices.csv", Offers, ": error: a catalog holds accelerators/*.toml" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_catalog_file_is_told_with_every_error_and_its_place(string file, string text, string errors)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        workspace.Write("mine/" + file, text);
        string[] expected = [.. errors.Split('\n').Select(error => error.StartsWith(':') ? $"mine/{file}{error}" : error)];
        BadInput.CheckExactly(workspace, string.Join('\n', expected), "decide", "w.toml", "--catalog", "mine", "--output", "answer.txt");
        var lint = workspace.Run("catalog", "lint", "mine", "--format", "csv");
        Assert.Equal((2, ""), (lint.ExitCode, lint.Error));
        Assert.Equal(expected.Length + 1, lint.OutLines.Length);
    }
}
