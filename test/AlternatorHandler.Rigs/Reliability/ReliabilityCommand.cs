using AlternatorHandler.Rigs.Reliability.Results;

namespace AlternatorHandler.Rigs.Reliability;

/// <summary>Writes the report of chaos, drills and storm.</summary>
internal static class ReliabilityCommand
{
    public const string Name = "reliability";

    /// <returns>The exit code: 0 if no promise was broken, 2 for arguments that are not valid.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        ReliabilityArguments line;
        try
        {
            line = ReliabilityArguments.Parse(arguments);
        }
        catch (FormatException error)
        {
            Console.Error.WriteLine($"{error.Message}\n\n{ReliabilityArguments.Help}");
            return 2;
        }

        var report = await Report.WriteAsync(line);
        Console.Write(report.Text);
        if (!line.IsPrintedOnly)
        {
            await File.WriteAllTextAsync(ReportFile.Path, report.Text);
        }

        return report.BrokenPromises == 0 ? 0 : 1;
    }
}
