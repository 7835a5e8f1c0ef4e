using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.Benchmarks.Micro;

/// <summary>What routing and accounting add to a transport that answers later from memory.</summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class HandlerBenchmarks
{
    private readonly ServiceProvider _services;
    private readonly HttpMessageInvoker _routed;
    private readonly HttpMessageInvoker _bare = new(new LaterHandler());

    public HandlerBenchmarks()
    {
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(options =>
        {
            options.Seeds.Add(new Uri("http://127.0.0.1:8000"));
            options.Discovery.Enabled = false;
        });
        _services = services.BuildServiceProvider();
        _routed = new HttpMessageInvoker(new AlternatorRoutingHandler(_services.GetRequiredService<IAlternatorCluster>()) { InnerHandler = new LaterHandler() });
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(Baseline = true)]
    public Task<int> Bare() => SendAsync(_bare);

    [Benchmark]
    public Task<int> Routed() => SendAsync(_routed);

    private static async Task<int> SendAsync(HttpMessageInvoker invoker)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:8000/") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.GetItem");
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        return (int)response.StatusCode;
    }

    private sealed class LaterHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new HttpResponseMessage { Content = new ByteArrayContent("{}"u8.ToArray()) };
        }
    }
}
