using System.Net;
using System.Net.Sockets;
using System.Text;
using AlternatorHandler.Rigs.Simulation.Time;

namespace AlternatorHandler.Rigs.Simulation.Nodes;

/// <summary>One request on its way to a node and back.</summary>
internal sealed class Exchange
{
    private readonly VirtualClock _clock;
    private readonly TimeSpan _roundTrip;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _cancellation;

    // Without RunContinuationsAsynchronously: what waits for the reply runs within its event.
    private readonly TaskCompletionSource<HttpResponseMessage> _reply = new();

    public Exchange(VirtualClock clock, TimeSpan roundTrip, CancellationToken cancellationToken)
    {
        _clock = clock;
        _roundTrip = roundTrip;
        _cancellationToken = cancellationToken;
        _cancellation = cancellationToken.UnsafeRegister(static exchange => ((Exchange)exchange!).Cancel(), this);
    }

    public Task<HttpResponseMessage> Reply => _reply.Task;

    public void Answer(HttpStatusCode status, string body) => Deliver(() => _reply.TrySetResult(new HttpResponseMessage(status)
    {
        Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
    }));

    public void Refuse() => Deliver(() => _reply.TrySetException(
        new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused))));

    public void Reset() => Deliver(() => _reply.TrySetException(
        new HttpRequestException(HttpRequestError.ResponseEnded, "reset", new SocketException((int)SocketError.ConnectionReset))));

    private void Deliver(Action reply) => _clock.Schedule(_clock.Now + _roundTrip, Phase.Delivery, () =>
    {
        _cancellation.Dispose();
        reply();
    });

    // The node does not notice: as ScyllaDB, it works on.
    private void Cancel() => _reply.TrySetCanceled(_cancellationToken);
}
