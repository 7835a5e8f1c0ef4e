namespace AlternatorHandler.Testing.Engine;

/// <summary>Executes DynamoDB operations on tables in memory, which all nodes of a cluster share. Thread-safe; each operation is atomic.</summary>
internal sealed class InMemoryEngine
{
    private readonly Lock _lock = new();
    private readonly TableCatalog _catalog;
    private readonly Dictionary<string, IOperation> _operations;

    public InMemoryEngine(TimeProvider timeProvider)
    {
        var catalog = _catalog = new TableCatalog(timeProvider);
        IOperation[] operations =
        [
            new CreateTable(catalog, timeProvider), new DescribeTable(catalog), new UpdateTable(catalog, timeProvider), new DeleteTable(catalog), new ListTables(catalog),
            new DescribeTimeToLive(catalog), new UpdateTimeToLive(catalog),
            new TagResource(catalog), new UntagResource(catalog), new ListTagsOfResource(catalog),
            new GetItem(catalog), new PutItem(catalog), new UpdateItem(catalog), new DeleteItem(catalog),
            new BatchGetItem(catalog), new BatchWriteItem(catalog),
            new Query(catalog), new Scan(catalog),
            new ListStreams(catalog), new DescribeStream(catalog), new GetShardIterator(catalog), new GetRecords(catalog),
        ];
        _operations = operations.ToDictionary(static operation => operation.Name);
    }

    /// <summary>Executes an operation. Invalid requests result in responses; an exception is a defect of the engine.</summary>
    /// <param name="operation">The name that follows the first dot in X-Amz-Target.</param>
    /// <param name="body">The body of the request.</param>
    public EngineResponse Execute(string operation, ReadOnlyMemory<byte> body)
    {
        try
        {
            var known = _operations.GetValueOrDefault(operation) ?? throw EngineException.UnknownOperation(operation);
            using var json = WireJson.Parse(body);
            var response = Execute(known, new OperationRequest(json.RootElement));
            return new EngineResponse(200, known.HasResponseBody ? response : []);
        }
        catch (EngineException rejection)
        {
            return new EngineResponse(400, ErrorBody.Create(rejection.Type, rejection.Message, rejection.Item));
        }
    }

    private byte[] Execute(IOperation operation, OperationRequest request) => WireJson.Write(response =>
    {
        response.WriteStartObject();
        lock (_lock)
        {
            _catalog.RemoveExpiredItems();
            operation.Execute(request, response);
        }

        response.WriteEndObject();
    });
}
