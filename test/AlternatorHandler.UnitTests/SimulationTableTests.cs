using System.Diagnostics;
using AlternatorHandler.Simulation.Results;

namespace AlternatorHandler.UnitTests;

public sealed class SimulationTableTests
{
    // Seconds on an idle machine; a busy one must not fail the test.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    [Category("Slow")]
    public async Task The_committed_tables_are_those_of_this_code()
    {
        // A process of its own: the simulation has one thread, which its runtimeconfig.json says.
        using var simulation = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommittedReport).Assembly.Location, "--print"]) { RedirectStandardOutput = true })!;

        var report = await simulation.StandardOutput.ReadToEndAsync().WaitAsync(Patience, TimeProvider.System);

        Assert.That(
            report,
            Is.EqualTo(await File.ReadAllTextAsync(CommittedReport.Path)),
            "Run `dotnet run -c Release --project test/AlternatorHandler.Simulation`, and see in the difference of REPORT.md whether the change is for the better.");
    }
}
