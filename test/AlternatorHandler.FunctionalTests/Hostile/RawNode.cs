using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AlternatorHandler.FunctionalTests.Hostile;

/// <summary>A listener that answers each request with whatever bytes a test likes, and keeps what it was sent.</summary>
internal sealed class RawNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="host">A loopback address.</param>
    /// <param name="port">The cluster's port.</param>
    /// <param name="answer">Writes the answer to a request, given by its head. The connection is closed after it.</param>
    public RawNode(string host, int port, Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Bind(new IPEndPoint(IPAddress.Parse(host), port));
        _listener.Listen(100);
        Address = new Uri($"http://{_listener.LocalEndPoint}/");
        _accepting = AcceptAsync();
    }

    public RawNode(string host, int port, Func<string, string> answer)
        : this(host, port, (head, stream, cancellationToken) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer(head)), cancellationToken).AsTask())
    {
    }

    public Uri Address { get; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Gets the heads of the requests.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public IEnumerable<string> Operations => _requests.Where(head => head.StartsWith("POST ", StringComparison.Ordinal));

    public static string Reply(string body, string status = "200 OK", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n{headers}Connection: close\r\n\r\n{body}";

    /// <summary>A node that is well and lists these, and answers operations as a test likes.</summary>
    public static Func<string, string> Healthy(string list, Func<string, string> operation) => head =>
        head.StartsWith("GET /localnodes", StringComparison.Ordinal) ? Reply(list)
        : head.StartsWith("GET /", StringComparison.Ordinal) ? Reply("healthy")
        : operation(head);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var connection = await _listener.AcceptAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(connection, _stop.Token);
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken cancellationToken)
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            var head = new StringBuilder();
            while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
            {
                head.Append(line).Append('\n');
            }

            if (head.Length > 0)
            {
                _requests.Enqueue(head.ToString());
                await _answer(head.ToString(), stream, cancellationToken);

                // To close with something unread would reset the connection, and the answer might be lost.
                connection.Shutdown(SocketShutdown.Send);
                while (await stream.ReadAsync(new byte[1024], cancellationToken) > 0)
                {
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}
