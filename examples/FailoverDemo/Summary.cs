namespace FailoverDemo;

/// <summary>Prints the result.</summary>
internal static class Summary
{
    private const int ErrorsShown = 5;

    public static void Print(IReadOnlyList<NodeRow> nodes, Load load, string? problem)
    {
        var completed = nodes.Sum(row => row.Total.Completed);
        var width = nodes.Max(row => row.Name.Length);
        Console.WriteLine($"\n{"Node".PadRight(width)}  {"State",-9}  {"Requests",9}  Share  Failed attempts");
        foreach (var row in nodes)
        {
            var share = completed == 0 ? 0 : (double)row.Total.Completed / completed;
            Console.WriteLine($"{row.Name.PadRight(width)}  {row.Status.State,-9}  {row.Total.Completed,9:N0}  {share,5:0%}  {row.Total.Failed,15:N0}");
        }

        Console.WriteLine();
        foreach (var error in load.Errors.Take(ErrorsShown))
        {
            Console.WriteLine($"Failed: {error}");
        }

        if (problem is not null)
        {
            Console.WriteLine(problem);
        }

        var isHidden = load.Errors.Count == 0 && nodes.Any(row => row.Total.Failed > 0);
        Console.WriteLine($"{load.Operations:N0} operations, {load.Errors.Count} failed.{(isHidden ? " Each failed attempt was repeated on another node." : string.Empty)}");
    }
}
