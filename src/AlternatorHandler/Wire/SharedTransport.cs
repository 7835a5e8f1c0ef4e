using System.Diagnostics.CodeAnalysis;

namespace AlternatorHandler.Wire;

/// <summary>Hands a cluster's one transport to the handler chains of many clients, which come and go: disposing a chain leaves the connections open.</summary>
internal sealed class SharedTransport(HttpMessageHandler transport) : DelegatingHandler(transport)
{
    [SuppressMessage("Usage", "CA2215", Justification = "The cluster owns the transport.")]
    protected override void Dispose(bool disposing)
    {
    }
}
