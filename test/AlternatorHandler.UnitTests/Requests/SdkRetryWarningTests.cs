using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class SdkRetryWarningTests
{
    private readonly FakeLogger _log = new();

    [TestCase("attempt=1; max=11", 1)]
    [TestCase("attempt=1; max=3", 1)]
    [TestCase("max=3; attempt=1", 0, Description = "not the format of the SDK")]
    [TestCase("max=3", 1)]
    [TestCase("attempt=1; max=2", 0)]
    [TestCase("attempt=1; max=1", 0)]
    [TestCase("attempt=12345", 0)]
    [TestCase("attempt=1; max=", 0)]
    [TestCase("attempt=1; max=many", 0)]
    [TestCase("", 0)]
    [TestCase(null, 0)]
    public void An_SDK_client_that_retries_as_well_is_logged_once(string? header, int warnings)
    {
        var warning = new SdkRetryWarning("test", _log);
        using var request = TestCall.Request("GetItem");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("amz-sdk-request", header);
        }

        for (var i = 0; i < 3; i++)
        {
            warning.Check(request);
            Assert.That(_log.Count("SdkAlsoRetries"), Is.EqualTo(warnings));
        }

        Assert.That(_log.Messages, Has.All.Contains($"{header}"));
    }
}
