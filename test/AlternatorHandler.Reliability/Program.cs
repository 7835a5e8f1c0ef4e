using AlternatorHandler.Reliability;
using AlternatorHandler.Reliability.Results;

CommandLine line;
try
{
    line = CommandLine.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine($"{error.Message}\n\n{CommandLine.Help}");
    return 2;
}

var report = await Report.WriteAsync(line);
Console.Write(report.Text);
if (!line.IsPrintedOnly)
{
    await File.WriteAllTextAsync(ReportFile.Path, report.Text);
}

return report.BrokenPromises == 0 ? 0 : 1;
