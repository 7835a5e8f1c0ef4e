using AlternatorHandler.Reliability.Chaos;

var r = await ChaosRun.RunAsync(int.Parse(args[0]), TimeSpan.FromSeconds(int.Parse(args[1])));
Console.WriteLine($"{r.Statistics.Operations} ops, {r.Faults.Count} faults, longest {r.Statistics.Longest}, p99 {r.Statistics.Percentile(0.99)} violations {r.ViolationCount}");
foreach (var g in Enum.GetValues<AlternatorHandler.Reliability.Load.WorkGroup>()) { Console.WriteLine($"{g} {r.Statistics.OperationsOf(g)} failed {r.Statistics.FailedOf(g)}"); }
Console.WriteLine($"dup {r.Statistics.DuplicateAdds} {r.Statistics.DuplicateConditionalWrites} {r.Statistics.HarmlessRepetitions}; {r.Start} -> {r.End}");
foreach (var v in r.Violations) { Console.WriteLine("V " + v); }
foreach (var v in r.Failures) { Console.WriteLine("F " + v); }
