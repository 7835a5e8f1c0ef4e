using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FailoverDemo;

/// <summary>Runs the application on nodes inside this process, with an outage, or on a real cluster, without one.</summary>
internal static class Demonstration
{
    private static readonly TimeSpan TimeOnRealCluster = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(5);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<Uri> seeds)
    {
        try
        {
            return seeds.Count > 0 ? await RunOnRealClusterAsync(seeds) : await RunWithOutageAsync();
        }
        catch (Exception exception) when (exception is OptionsValidationException or AmazonServiceException or HttpRequestException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static async Task<int> RunOnRealClusterAsync(IReadOnlyList<Uri> seeds)
    {
        Console.WriteLine($"{Load.Workers} workers read and write for {TimeOnRealCluster.TotalSeconds} s. Seeds: {string.Join(", ", seeds.Select(NodeKey.From))}.\n");
        return await RunAppAsync(
            seeds,
            GetCredentialsFromEnvironment(),
            static _ => { },
            static (_, cancellationToken) => Task.Delay(TimeOnRealCluster, TimeProvider.System, cancellationToken));
    }

    private static async Task<int> RunWithOutageAsync()
    {
        // The client counts the requests, so the nodes do not have to record them.
        await using var cluster = await AlternatorTestCluster.StartAsync(static options => options.RecordedRequestLimit = 0);
        var node = cluster[0];
        var name = NodeKey.From(node.Address);
        Console.WriteLine($"""
            Three Alternator nodes run in this process; {Load.Workers} workers read and write a table.
            {name} is the only seed: the one address in the client's configuration.
            After {Outage.Phase.TotalSeconds} s this node is killed, to show that no operation depends on it: its
            connections are reset and its port is closed. After {Outage.Phase.TotalSeconds} s more it is restarted.

            """);
        var exitCode = await RunAppAsync(
            [node.Address],
            credentials: null,
            ShortenRecovery,
            (services, cancellationToken) => ActivatorUtilities.CreateInstance<Outage>(services, node).PlayAsync(cancellationToken));
        if (exitCode == 0)
        {
            Console.WriteLine($"{name} has the smallest share: it was down, and after its return its\nshare grew from a tenth to the whole within {SlowStart.TotalSeconds} s (slow start).");
        }

        Console.WriteLine("\nNext: dotnet run --project examples/AspNetCoreApi    (kill its nodes by hand)");
        return exitCode;
    }

    private static async Task<int> RunAppAsync(
        IReadOnlyList<Uri> seeds,
        AWSCredentials? credentials,
        Action<AlternatorOptions> configure,
        Func<IServiceProvider, CancellationToken, Task> play)
    {
        using var host = App.Build(seeds, credentials, configure);
        await host.StartAsync();
        var services = host.Services;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var (load, timeline, overview) = (services.GetRequiredService<Load>(), services.GetRequiredService<Timeline>(), services.GetRequiredService<NodeOverview>());
        var orders = services.GetRequiredService<Orders>();
        await orders.CreateTableAsync(stopping);

        Func<Task, Task> showUntil = LiveTable.IsPossible
            ? new LiveTable(overview, load, timeline).ShowUntilAsync
            : new PlainReport(overview, load, timeline).ShowUntilAsync;
        var problem = await WorkAsync(load, showUntil, () => play(services, stopping));
        Summary.Print(overview.Read(), load, problem);
        await orders.DeleteTableAsync();
        await host.StopAsync(CancellationToken.None);
        return problem is null && load.Errors.Count == 0 ? 0 : 1;
    }

    /// <returns>A problem other than failed operations, or <see langword="null"/>.</returns>
    private static async Task<string?> WorkAsync(Load load, Func<Task, Task> showUntil, Func<Task> play)
    {
        using var stop = new CancellationTokenSource();
        var work = load.RunAsync(stop.Token);
        var run = play();
        await showUntil(run);
        await stop.CancelAsync();
        await work;
        try
        {
            await run;
            return null;
        }
        catch (TimeoutException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException)
        {
            return "Interrupted.";
        }
    }

    /// <summary>Shortens the intervals of recovery. The defaults suit production: up to 30 seconds between probes, and a slow start of 30 seconds.</summary>
    private static void ShortenRecovery(AlternatorOptions options)
    {
        options.HealthProbe.Interval = TimeSpan.FromMilliseconds(500);
        options.HealthProbe.MaxInterval = TimeSpan.FromSeconds(1);
        options.HealthProbe.ProbationPeriod = SlowStart;
    }

    private static EnvironmentVariablesAWSCredentials? GetCredentialsFromEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 } && Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 }
            ? new EnvironmentVariablesAWSCredentials()
            : null;
}
