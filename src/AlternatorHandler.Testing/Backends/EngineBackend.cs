using System.Text;
using System.Text.Encodings.Web;
using AlternatorHandler.Testing.Engine;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Backends;

/// <summary>Executes operations on tables in memory.</summary>
internal sealed class EngineBackend(TimeProvider timeProvider) : IRequestBackend
{
    private readonly InMemoryEngine _engine = new(timeProvider);

    public Task<BackendResponse> ExecuteAsync(BackendRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.Operation == "DescribeEndpoints" ? DescribeEndpoints(request.Head) : Execute(request));

    public void Dispose()
    {
    }

    private BackendResponse Execute(BackendRequest request)
    {
        var response = _engine.Execute(request.Operation, request.Body);
        return new BackendResponse(response.StatusCode, response.Body);
    }

    // A node returns one endpoint: the host to which the request was sent.
    private static BackendResponse DescribeEndpoints(RequestHead head)
    {
        var host = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(head.Find("Host") ?? "");
        return new BackendResponse(200, Encoding.UTF8.GetBytes($$"""{"Endpoints":[{"Address":"{{host}}","CachePeriodInMinutes":1440}]}"""));
    }
}
