using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Recording;

/// <summary>Collects the data of a request while it is in flight. Written by its connection, read by any thread.</summary>
internal sealed class RequestEntry(RequestHead head, string? operation, RecordedTls? tls, DateTimeOffset time)
{
    private volatile byte[] _body = [];
    private volatile string? _fault;
    private volatile int _statusCode;
    private volatile bool _wasExecuted;

    public void SetFault(string fault) => _fault = fault;

    public void SetBody(byte[] body) => _body = body;

    public void MarkExecuted() => _wasExecuted = true;

    public void SetStatusCode(int statusCode) => _statusCode = statusCode;

    public RecordedRequest ToRecord() => new()
    {
        Method = head.Method,
        Path = head.Target,
        Operation = operation,
        Headers = head.Headers,
        Body = _body,
        Time = time,
        Fault = _fault,
        StatusCode = _statusCode == 0 ? null : _statusCode,
        WasExecuted = _wasExecuted,
        Tls = tls,
    };
}
