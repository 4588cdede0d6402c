using BenchmarkDotNet.Running;
using Mtok.Benchmarks;

switch (args.FirstOrDefault())
{
    case "hour":
        SimulationSpeed.Hour();
        break;
    case "core":
        SimulationSpeed.Core();
        break;
    case "week":
        SimulationSpeed.Week();
        break;
    case "growth":
        SimulationSpeed.Growth();
        break;
    case "proof":
        ProofSpeed.Run();
        break;
    case "ledger":
        LedgerSpeed.Run(args);
        break;
    case "collector":
        await CollectorSpeed.Run(args);
        break;
    case "snapshot":
        await CollectorSpeed.Snapshots(args);
        break;
    case "samples":
        SampleSpeed.Run(args);
        break;
    case "postgresql":
        PostgresSpeed.Run(args);
        break;
    case "serve":
        await ServeLoad.Run(args).ConfigureAwait(false);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
