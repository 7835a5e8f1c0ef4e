using System.Diagnostics;
using System.Diagnostics.Metrics;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Telemetry;

// Not in parallel with other tests, because a listener receives the spans of the whole process.
[NonParallelizable]
public sealed class TelemetryAllocationTests
{
    // Measured on 64-bit .NET 10 without telemetry. A debug build allocates state machines even if they complete synchronously.
#if DEBUG
    private const int BytesBefore = 1624;
#else
    private const int BytesBefore = 672;
#endif

    private TestPipeline _pipeline = null!;
    private HttpMessageInvoker _invoker = null!;
    private HttpRequestMessage _request = null!;

    [TearDown]
    public async Task StopAsync()
    {
        _request.Dispose();
        _invoker.Dispose();
        await _pipeline.DisposeAsync();
    }

    [Test]
    public async Task Without_listeners_telemetry_allocates_nothing_for_a_request()
    {
        await StartAsync();

        Assert.That(BytesPerRequest(), Is.EqualTo(BytesBefore));
    }

    [Test]
    public async Task After_the_listeners_stop_telemetry_allocates_nothing_for_a_request()
    {
        await StartAsync();
        using (new RecordedActivities())
        {
            Assert.That(BytesPerRequest(), Is.GreaterThan(BytesBefore), "the measurement includes the cost of listeners");
        }

        using (AlternatorRequestInfo.Capture())
        {
            Assert.That(BytesPerRequest(), Is.GreaterThan(BytesBefore));
        }

        using (Listen())
        {
            Assert.That(BytesPerRequest(), Is.GreaterThan(BytesBefore));
        }

        Assert.That(BytesPerRequest(), Is.EqualTo(BytesBefore));
    }

    [Test]
    public async Task With_metrics_a_request_allocates_fewer_than_500_additional_bytes()
    {
        await StartAsync();
        using var listener = Listen();

        var bytes = BytesPerRequest();

        TestContext.Out.WriteLine($"{bytes - BytesBefore} B more for the metrics of a request");
        Assert.That(bytes - BytesBefore, Is.GreaterThan(0).And.LessThan(500));
    }

    private async Task StartAsync()
    {
        Assert.That(Activity.Current, Is.Null);
        _pipeline = new TestPipeline(_ => StubTransport.Respond(System.Net.HttpStatusCode.OK));
        _invoker = new HttpMessageInvoker(new AlternatorRoutingHandler(_pipeline.Cluster) { InnerHandler = new EmptyResponseTransport() });
        _request = TestCall.Request("GetItem");

        // The first request waits for discovery, on another thread.
        (await _invoker.SendAsync(_request, CancellationToken.None)).Dispose();
    }

    /// <summary>Enables all metrics of the pipeline.</summary>
    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == _pipeline.MeterScope)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.Start();
        return listener;
    }

    private long BytesPerRequest() => Allocations.MeasureOne(Send);

    private void Send()
    {
        if (!_invoker.SendAsync(_request, CancellationToken.None).IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The request continued on another thread, where its allocations are not measured.");
        }
    }

    private sealed class EmptyResponseTransport : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage());
    }
}
