using System.Diagnostics;
using AlternatorHandler.Rigs.NodeHost;
using AlternatorHandler.Rigs.Simulation;
using AlternatorHandler.Rigs.Simulation.Results;

namespace AlternatorHandler.Rigs.Tests;

public sealed class SimulationTableTests
{
    // Seconds on an idle machine; a busy one must not fail the test.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    [Category("Slow")]
    public async Task The_committed_tables_are_those_of_this_code()
    {
        // A process of its own: the simulation limits the thread pool to one thread.
        using var simulation = Process.Start(new ProcessStartInfo(DotnetHost.Path, [typeof(CommittedReport).Assembly.Location, SimulationCommand.Name, "--print"]) { RedirectStandardOutput = true })!;

        var report = await simulation.StandardOutput.ReadToEndAsync().WaitAsync(Patience, TimeProvider.System);

        Assert.That(
            report,
            Is.EqualTo(await File.ReadAllTextAsync(CommittedReport.Path)),
            "Run `dotnet run -c Release --project test/AlternatorHandler.Rigs -- simulation`, and see in the difference of REPORT.md whether the change is for the better.");
    }
}
