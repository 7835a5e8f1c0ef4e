using System.Net.Sockets;
using System.Text;

namespace AlternatorHandler.Testing.Tests.Support;

/// <summary>Sends and receives the bytes of a connection, and detects whether it was reset.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(10));
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawClient> ConnectAsync(AlternatorTestNode node)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(node.Address.Host, node.Address.Port, client._deadline.Token);
        return client;
    }

    /// <summary>Sends a request on a new connection, and returns everything that is received until the node ends the connection.</summary>
    public static async Task<RawResponse> ExchangeAsync(AlternatorTestNode node, string request)
    {
        using var client = await ConnectAsync(node);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public static string Post(string operation, string body, params string[] headers) =>
        string.Join("\r\n", [
            "POST / HTTP/1.1",
            "Host: node",
            $"X-Amz-Target: DynamoDB_20120810.{operation}",
            $"Content-Length: {Encoding.Latin1.GetByteCount(body)}",
            .. headers,
            "",
            body]);

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, _deadline.Token)..];
        }
    }

    /// <summary>Reads a response to its end, as its Content-Length specifies, and leaves the connection open.</summary>
    public async Task<RawResponse> ReadResponseAsync()
    {
        var text = new StringBuilder();
        while (true)
        {
            var response = new RawResponse(text.ToString(), false);
            if (response.IsComplete)
            {
                return response;
            }

            text.Append(await ReadAsync() is { Length: > 0 } more ? more : throw new AssertionException($"The connection was closed after: {text}"));
        }
    }

    public async Task<RawResponse> ReadToEndAsync()
    {
        var text = new StringBuilder();
        try
        {
            while (await ReadAsync() is { Length: > 0 } more)
            {
                text.Append(more);
            }

            return new RawResponse(text.ToString(), false);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return new RawResponse(text.ToString(), true);
        }
    }

    public async Task<string> ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        return Encoding.Latin1.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, _deadline.Token));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _deadline.Dispose();
    }
}
