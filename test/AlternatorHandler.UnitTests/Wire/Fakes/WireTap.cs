using System.Text;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Sends requests with <see cref="SocketsHttpHandler"/> and records the written bytes, so that tests verify what a node receives.</summary>
internal sealed class WireTap : IDisposable
{
    private WireStream? _last;

    public WireTap() => Handler = new SocketsHttpHandler
    {
        ConnectCallback = (_, _) => new ValueTask<Stream>(_last = new WireStream()),
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        UseProxy = false,
    };

    public SocketsHttpHandler Handler { get; }

    /// <summary>Gets the last message that was sent.</summary>
    public WireMessage Message => WireMessage.Parse(_last!.Written);

    public void Dispose()
    {
        Handler.Dispose();
        _last?.Dispose();
    }
}
