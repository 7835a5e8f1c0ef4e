using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Telemetry;

public sealed class UnfailingLoggerTests
{
    [Test]
    public void What_is_logged_arrives()
    {
        var logger = new FakeLogger();

        Log.Panic(new UnfailingLogger(logger), "orders");

        Assert.That(logger.Messages, Is.EqualTo(["Cluster 'orders' has no usable node: requests go to nodes that are down."]));
    }

    [Test]
    public void A_failing_logger_does_not_affect_its_caller([Values] bool failsToTell) =>
        Assert.That(() => Log.Panic(new UnfailingLogger(new FailingLogger { FailsToTell = failsToTell }), "orders"), Throws.Nothing);
}
