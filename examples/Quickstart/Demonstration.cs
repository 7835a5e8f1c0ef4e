using AlternatorHandler;
using AlternatorHandler.Testing;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Quickstart;

/// <summary>Runs the application over a cluster of its own, with an outage, or over a real one, without.</summary>
internal static class Demonstration
{
    private static readonly TimeSpan TimeOnRealCluster = TimeSpan.FromSeconds(10);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<Uri> seeds)
    {
        try
        {
            return await ChooseAsync(seeds);
        }
        catch (Exception exception) when (exception is OptionsValidationException or AmazonServiceException or HttpRequestException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static async Task<int> ChooseAsync(IReadOnlyList<Uri> seeds)
    {
        if (seeds.Count > 0)
        {
            return await RunAppAsync(
                seeds,
                CredentialsOfEnvironment(),
                static _ => { },
                static (_, cancellationToken) => Task.Delay(TimeOnRealCluster, TimeProvider.System, cancellationToken));
        }

        // The nodes need not remember requests: the counts are taken on the client's side.
        await using var cluster = await AlternatorTestCluster.StartAsync(static options => options.RecordedRequestLimit = 0);

        // The node that dies is the only seed: once the others are known, nothing depends on it.
        var victim = cluster[0];
        return await RunAppAsync(
            [victim.Address],
            credentials: null,
            ShortenRecovery,
            (services, cancellationToken) => ActivatorUtilities.CreateInstance<Outage>(services, victim).PlayAsync(cancellationToken));
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
        Console.WriteLine($"{Load.Workers} workers read and write; seeds: {string.Join(", ", seeds.Select(NodeKey.Of))}.");
        var problem = await WorkAsync(load, ReportOf(services), () => play(services, stopping));
        Summary.Print(overview.Look(), load, timeline);
        await orders.DeleteTableAsync();
        await host.StopAsync(CancellationToken.None);

        problem ??= load.Errors.Count > 0 ? $"{load.Errors.Count} operations failed." : null;
        Console.WriteLine(problem ?? "No operation failed.");
        return problem is null ? 0 : 1;
    }

    /// <returns>What went wrong apart from operations, or <see langword="null"/>.</returns>
    private static async Task<string?> WorkAsync(Load load, IReport report, Func<Task> play)
    {
        using var stop = new CancellationTokenSource();
        var work = load.RunAsync(stop.Token);
        var run = play();
        await report.ShowUntilAsync(run);
        await stop.CancelAsync();
        await work;
        try
        {
            await run;
            return null;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return exception.Message;
        }
    }

    private static IReport ReportOf(IServiceProvider services) => LiveTable.IsPossible
        ? ActivatorUtilities.CreateInstance<LiveTable>(services)
        : ActivatorUtilities.CreateInstance<PlainReport>(services);

    /// <summary>The defaults suit production: up to 30 seconds between probes, and 30 seconds of probation. A demonstration is to end sooner.</summary>
    private static void ShortenRecovery(AlternatorOptions options)
    {
        options.HealthProbe.Interval = TimeSpan.FromMilliseconds(500);
        options.HealthProbe.MaxInterval = TimeSpan.FromSeconds(1);
        options.HealthProbe.ProbationPeriod = TimeSpan.FromSeconds(5);
    }

    private static EnvironmentVariablesAWSCredentials? CredentialsOfEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 } && Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 }
            ? new EnvironmentVariablesAWSCredentials()
            : null;
}
