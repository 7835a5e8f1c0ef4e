namespace AlternatorHandler.Rigs.Simulation.Results;

/// <summary>The report in the repository.</summary>
internal static class CommittedReport
{
    /// <summary>Gets its path.</summary>
    public static string Path => Repository.Path("test", "AlternatorHandler.Rigs", "Simulation", "REPORT.md");
}
