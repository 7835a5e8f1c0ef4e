using System.Diagnostics;
using AlternatorHandler.Simulation.Results;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests;

public sealed class SimulationTableTests
{
    [Test]
    public async Task The_committed_tables_are_those_of_this_code()
    {
        // A process of its own: the simulation has one thread, which its runtimeconfig.json says.
        using var simulation = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommittedReport).Assembly.Location, "--print"]) { RedirectStandardOutput = true })!;

        var report = await simulation.StandardOutput.ReadToEndAsync().WithinPatienceAsync();

        Assert.That(
            report,
            Is.EqualTo(await File.ReadAllTextAsync(CommittedReport.Path)),
            "Run `dotnet run -c Release --project test/AlternatorHandler.Simulation`, and see in the difference of REPORT.md whether the change is for the better.");
    }
}
