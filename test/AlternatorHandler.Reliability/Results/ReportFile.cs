namespace AlternatorHandler.Reliability.Results;

/// <summary>The report in the repository.</summary>
internal static class ReportFile
{
    public static string Path
    {
        get
        {
            // Everything is built below the repository. The path of a source file would not do: a deterministic build makes it up.
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(System.IO.Path.Combine(folder.FullName, "AlternatorHandler.sln")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not below the folder of AlternatorHandler.sln.");
            }

            return System.IO.Path.Combine(folder.FullName, "src", "docs", "reliability.md");
        }
    }
}
