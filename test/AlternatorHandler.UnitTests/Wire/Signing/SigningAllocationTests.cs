using AlternatorHandler.UnitTests.Wire.Fakes;
using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.UnitTests.Wire.Signing;

public sealed class SigningAllocationTests
{
    private const int Requests = 2_000;

    [Test]
    public void Signing_a_GetItem_allocates_no_more_than_700_bytes()
    {
        var signer = new RequestSigner(SigningHandler.DefaultRegion);
        var requests = Enumerable.Range(0, Requests).Select(_ => SigningSetup.GetItem()).ToArray();
        Sign(signer, SigningSetup.GetItem());

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var request in requests)
        {
            Sign(signer, request);
        }

        var perRequest = (GC.GetAllocatedBytesForCurrentThread() - before) / Requests;
        TestContext.Out.WriteLine($"{perRequest} B per signed GetItem");
        Assert.That(perRequest, Is.LessThanOrEqualTo(700));
    }

    [Test]
    public void Signing_a_message_again_allocates_only_the_Authorization_header()
    {
        var signer = new RequestSigner(SigningHandler.DefaultRegion);
        using var request = SigningSetup.GetItem();
        Sign(signer, request);
        var authorization = request.Headers.NonValidated["Authorization"].ToString();
        RequestSigner.Unsign(request, SigningSetup.Credentials);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Requests; i++)
        {
            Sign(signer, request);
            RequestSigner.Unsign(request, SigningSetup.Credentials);
        }

        var perRequest = (GC.GetAllocatedBytesForCurrentThread() - before) / Requests;
        TestContext.Out.WriteLine($"{perRequest} B per signature of {authorization.Length} characters");
        Assert.That(perRequest, Is.LessThanOrEqualTo((authorization.Length * 2) + 32));
    }

    private static void Sign(RequestSigner signer, HttpRequestMessage request) => signer.Sign(request, SigningSetup.Credentials, SigningSetup.Noon);
}
