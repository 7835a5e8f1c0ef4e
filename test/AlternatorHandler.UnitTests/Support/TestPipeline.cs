using System.Collections.Concurrent;
using AlternatorHandler.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Represents the routing handler of a cluster of three nodes whose responses a test provides. Discovery finds no node, so that the seeds are the nodes.</summary>
internal sealed class TestPipeline : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly HttpMessageInvoker _invoker;
    private readonly Func<Sent, CancellationToken, Task<HttpResponseMessage>> _respond;

    /// <param name="respond">Creates the response of a node to an attempt.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="register">Adds services of the application.</param>
    public TestPipeline(Func<Sent, CancellationToken, Task<HttpResponseMessage>> respond, Action<AlternatorOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        _respond = respond;
        var services = new ServiceCollection();
        register?.Invoke(services);
        services.AddAlternatorLoadBalancing(options =>
        {
            // Nothing listens on this port of the loopback addresses, so that connections are refused at once.
            options.Seeds.Add(new Uri("http://127.0.0.1:1"));
            options.Seeds.Add(new Uri("http://127.0.0.2:1"));
            options.Seeds.Add(new Uri("http://127.0.0.3:1"));
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Cluster = (AlternatorCluster)_services.GetRequiredService<IAlternatorCluster>();

        // Nodes that responded need no probe.
        foreach (var node in Cluster.Parts.Nodes.Current.All)
        {
            Report(node, AlternatorAttemptOutcome.Answered);
        }

        _invoker = new HttpMessageInvoker(new AlternatorRoutingHandler(Cluster) { InnerHandler = new Nodes(this) });
    }

    public TestPipeline(Func<Sent, HttpResponseMessage> respond, Action<AlternatorOptions>? configure = null, Action<IServiceCollection>? register = null)
        : this((sent, _) => Task.FromResult(respond(sent)), configure, register)
    {
    }

    public AlternatorCluster Cluster { get; }

    /// <summary>Gets the attempts that were sent, in order.</summary>
    public ConcurrentQueue<Sent> Attempts { get; } = new();

    /// <summary>Gets the scope that distinguishes the meter of this pipeline from others.</summary>
    public object MeterScope => _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();

    public int InFlight => Cluster.Nodes.Sum(node => node.InFlight);

    /// <summary>Responds to no attempt: waits until the attempt is canceled.</summary>
    public static async Task<HttpResponseMessage> SilentAsync(Sent sent, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException("The attempt was not canceled.");
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        await _invoker.SendAsync(request, cancellationToken).WaitAsync(20.Seconds(), CancellationToken.None);

    public HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken = default) => _invoker.Send(request, cancellationToken);

    /// <summary>Reports that a node cannot be reached, as an attempt on it does.</summary>
    public void MarkDown(string host) =>
        Report(Cluster.Parts.Nodes.Current.All.Single(node => node.Address.Host == host), AlternatorAttemptOutcome.NotSent);

    /// <summary>Reports the end of an attempt, as a request does.</summary>
    public void Report(AlternatorNode node, AlternatorAttemptOutcome kind) =>
        Cluster.Parts.Health.Report(node, Operation.FromName("DescribeTable"), TestCall.Outcome(kind), TimeSpan.Zero, node.Latency.Connects, nodeWentDown: false);

    public async ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        await _services.DisposeAsync();
    }

    /// <summary>Represents an attempt as a node receives it.</summary>
    internal sealed record Sent(int Number, Uri Uri, string? Host, string Headers, string Body, bool IsSynchronous);

    private sealed class Nodes(TestPipeline pipeline) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? string.Empty : await ReadAsync(request.Content);
            return await pipeline._respond(Record(request, body, isSynchronous: false), cancellationToken);
        }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var wire = new MemoryStream();
            request.Content?.CopyTo(wire, null, cancellationToken);
            var response = pipeline._respond(Record(request, System.Text.Encoding.UTF8.GetString(wire.ToArray()), isSynchronous: true), cancellationToken);
#pragma warning disable RS0030 // A synchronous handler cannot await.
            return response.GetAwaiter().GetResult();
#pragma warning restore RS0030
        }

        private static async Task<string> ReadAsync(HttpContent content)
        {
            // Like a connection, this copies what is sent and keeps nothing.
            using var wire = new MemoryStream();
            await content.CopyToAsync(wire);
            return System.Text.Encoding.UTF8.GetString(wire.ToArray());
        }

        private Sent Record(HttpRequestMessage request, string body, bool isSynchronous)
        {
            var headers = string.Join('\n', request.Headers.NonValidated.Select(header => $"{header.Key}: {header.Value}"));
            var sent = new Sent(pipeline.Attempts.Count, request.RequestUri!, request.Headers.Host, headers, body, isSynchronous);
            pipeline.Attempts.Enqueue(sent);
            return sent;
        }
    }
}
