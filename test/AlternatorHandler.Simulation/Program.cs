using AlternatorHandler.Simulation.Results;

// With --print the committed report stays as it is.
var report = await Report.WriteAsync();
Console.Write(report);
if (!args.Contains("--print"))
{
    await File.WriteAllTextAsync(CommittedReport.Path, report);
}
