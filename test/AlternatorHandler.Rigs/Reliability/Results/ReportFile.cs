namespace AlternatorHandler.Rigs.Reliability.Results;

/// <summary>The report in the repository.</summary>
internal static class ReportFile
{
    public static string Path => Repository.Path("src", "docs", "reliability.md");
}
