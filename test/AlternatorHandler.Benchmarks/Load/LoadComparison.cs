using System.Globalization;

namespace AlternatorHandler.Benchmarks.Load;

/// <summary>Compares clients under load: by turns, in one run, with what ran in the same round.</summary>
internal sealed class LoadComparison(int workers, int warmUp, int rounds, int operations)
{
    /// <summary>Prints a row for each client: medians of the rounds' ratios to the first client, with quartiles for the processor time, and the bytes of an operation.</summary>
    public async Task ReportAsync(IEnumerable<Uri> nodes, IEnumerable<string> names)
    {
        var clients = names.Select(name => LoadClientProcess.Start(name, nodes)).ToArray();
        foreach (var client in clients)
        {
            await client.MeasureAsync(workers, warmUp);
        }

        var samples = clients.Select(_ => new LoadSample[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < clients.Length; i++)
            {
                // Another one begins each round, so that none always follows the same.
                var next = (i + round) % clients.Length;
                samples[next][round] = await clients[next].MeasureAsync(workers, operations);
            }
        }

        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        Console.WriteLine($"{workers} workers, {rounds} rounds of {operations:N0} operations");
        Console.WriteLine();
        Console.WriteLine("| client | processor time | quartiles | operations a second | p50 | p99 | B an operation | of the first's |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (var i = 0; i < clients.Length; i++)
        {
            var processor = Ratios(samples[i], samples[0], sample => sample.ProcessorMicroseconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {clients[i].Name} | {Median(processor):0.00} | {processor[rounds / 4]:0.00} to {processor[rounds * 3 / 4]:0.00} | {Median(Ratios(samples[i], samples[0], sample => sample.PerSecond)):0.00} | {Median(Ratios(samples[i], samples[0], sample => sample.Half.Ticks)):0.00} | {Median(Ratios(samples[i], samples[0], sample => sample.Most.Ticks)):0.00} | {MedianBytes(samples[i]):N0} | {MedianBytes(samples[i]) / MedianBytes(samples[0]):0.00} |"));
        }

        Console.WriteLine();
    }

    private static double[] Ratios(LoadSample[] own, LoadSample[] first, Func<LoadSample, double> value) =>
        [.. own.Zip(first, (sample, other) => value(sample) / value(other)).Order()];

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];

    private static double MedianBytes(LoadSample[] samples) => Median([.. samples.Select(sample => sample.BytesPerOperation).Order()]);
}
