using System.Text;

namespace AlternatorHandler.UnitTests.Wire.Signing.Fakes;

/// <summary>Sends through the real <see cref="SocketsHttpHandler"/> and keeps what it wrote, so that tests see the bytes a node would see.</summary>
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
