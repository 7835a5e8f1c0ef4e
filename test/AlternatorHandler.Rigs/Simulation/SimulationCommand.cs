using AlternatorHandler.Rigs.Simulation.Results;

namespace AlternatorHandler.Rigs.Simulation;

/// <summary>Writes the tables of the simulation.</summary>
internal static class SimulationCommand
{
    public const string Name = "simulation";

    /// <summary>Prints the report, and replaces the committed one unless the arguments contain <c>--print</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Continuations that leave the simulation's thread run on the pool: with a single thread there, too, they run in one order.
        // The process has not used the pool yet, so that no other thread exists.
        ThreadPool.SetMinThreads(1, 1);
        ThreadPool.SetMaxThreads(1, 1);

        var report = await Report.WriteAsync();
        Console.Write(report);
        if (!arguments.Contains("--print"))
        {
            await File.WriteAllTextAsync(CommittedReport.Path, report);
        }

        return 0;
    }
}
