using System.Globalization;
using AlternatorHandler.Benchmarks;
using AlternatorHandler.Benchmarks.Load;
using AlternatorHandler.Benchmarks.Outages;
using AlternatorHandler.Benchmarks.Scale;
using AlternatorHandler.Benchmarks.Wire;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["wire-bytes"]:
        await WireBytes.ReportAsync();
        break;
    case ["reply-compression"]:
        await ReplyCompressionCost.ReportAsync();
        break;
    case [PickComparison.Command]:
        await PickComparison.ReportAsync();
        break;
    case [LoadReport.Command, .. var workers]:
        await LoadReport.ReportAsync([.. workers.Select(count => int.Parse(count, CultureInfo.InvariantCulture))]);
        break;
    case [OutageReport.Command]:
        await OutageReport.ReportAsync();
        break;
    case [ScaleReport.Command]:
        await ScaleReport.ReportAsync();
        break;
    case [ConnectionsReport.Command]:
        await ConnectionsReport.ReportAsync();
        break;
    case [LoadClientProcess.Command, var client, .. var nodes]:
        await LoadClientProcess.ServeAsync(client, [.. nodes.Select(node => new Uri(node))]);
        break;
    case [SigningComparison.Command]:
        await SigningComparison.ReportAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(LoadReport).Assembly).Run(args);
        break;
}
