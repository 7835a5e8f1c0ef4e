using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AlternatorHandler.Benchmarks;

/// <summary>A minute for a table: everything in one process, so that the cases see the same machine. In process because BenchmarkDotNet 0.14 does not know .NET 10.</summary>
internal sealed class ShortInProcess : ManualConfig
{
    public ShortInProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithLaunchCount(1).WithWarmupCount(8).WithIterationCount(12));
}
