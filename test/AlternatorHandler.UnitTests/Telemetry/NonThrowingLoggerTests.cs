using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Testing;
using RoutingLog = AlternatorHandler.Routing.Log;

namespace AlternatorHandler.UnitTests.Telemetry;

public sealed class NonThrowingLoggerTests
{
    [Test]
    public void A_message_reaches_the_inner_logger()
    {
        var logger = new FakeLogger();

        RoutingLog.Panic(new NonThrowingLogger(logger), "orders");

        Assert.That(logger.Messages, Is.EqualTo(["Cluster 'orders' has no usable node. Requests are sent to nodes that are down."]));
    }

    [Test]
    public void A_failing_logger_does_not_affect_its_caller([Values] bool throwsFromIsEnabled) =>
        Assert.That(() => RoutingLog.Panic(new NonThrowingLogger(new FailingLogger { ThrowsFromIsEnabled = throwsFromIsEnabled }), "orders"), Throws.Nothing);
}
