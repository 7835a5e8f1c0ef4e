using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.SdkNodes;

/// <summary>The nodes that the SDK's tests talk to, and what they were asked.</summary>
internal interface ISdkNodes : IAsyncDisposable
{
    IReadOnlyList<Uri> Seeds { get; }

    /// <summary>Gets who may do everything.</summary>
    AWSCredentials Credentials { get; }

    /// <summary>Gets the requests for operations so far.</summary>
    IReadOnlyList<SdkAttempt> Attempts { get; }

    /// <summary>Adds to a client what is needed to know its <see cref="Attempts"/>.</summary>
    void Observe(IServiceCollection client);
}
