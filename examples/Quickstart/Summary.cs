namespace Quickstart;

/// <summary>What is said at the end.</summary>
internal static class Summary
{
    private const int ErrorsShown = 5;

    public static void Print(IReadOnlyList<NodeRow> nodes, Load load, Timeline timeline)
    {
        var answered = nodes.Sum(row => row.Total.Answered);
        Console.WriteLine();
        Console.WriteLine($"Operations         {load.Operations,9:N0}");
        Console.WriteLine($"Failed operations  {load.Errors.Count,9:N0}");
        Console.WriteLine($"Failed attempts    {nodes.Sum(row => row.Total.Failed),9:N0}");
        foreach (var error in load.Errors.Take(ErrorsShown))
        {
            Console.WriteLine($"  {error}");
        }

        Console.WriteLine();
        var width = nodes.Max(row => row.Name.Length);
        Console.WriteLine($"{"Node".PadRight(width)}  {"State",-9}  {"Requests",9}  Share  Failed attempts");
        foreach (var row in nodes)
        {
            var share = answered == 0 ? 0 : (double)row.Total.Answered / answered;
            Console.WriteLine($"{row.Name.PadRight(width)}  {row.Status.State,-9}  {row.Total.Answered,9:N0}  {share,5:0%}  {row.Total.Failed,15:N0}");
        }

        Console.WriteLine();
        Console.WriteLine("Time line");
        foreach (var line in timeline.Events)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine();
    }
}
