namespace AlternatorHandler.Testing.Engine;

/// <summary>A small DynamoDB that all nodes of a fake cluster share. Thread-safe; each operation is atomic.</summary>
internal sealed class InMemoryEngine
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IOperation> _operations;

    public InMemoryEngine(TimeProvider timeProvider)
    {
        var catalog = new TableCatalog();
        IOperation[] operations =
        [
            new CreateTable(catalog, timeProvider), new DescribeTable(catalog), new DeleteTable(catalog), new ListTables(catalog),
            new GetItem(catalog), new PutItem(catalog), new UpdateItem(catalog), new DeleteItem(catalog),
            new BatchGetItem(catalog), new BatchWriteItem(catalog),
            new Query(catalog), new Scan(catalog),
        ];
        _operations = operations.ToDictionary(static operation => operation.Name);
    }

    /// <summary>Runs an operation, named as after the dot of X-Amz-Target. What the client did wrong is a response, too; an exception is a bug here.</summary>
    public EngineResponse Execute(string operation, ReadOnlyMemory<byte> body)
    {
        try
        {
            var known = _operations.GetValueOrDefault(operation) ?? throw EngineException.UnknownOperation(operation);
            using var json = WireJson.Parse(body);
            return new EngineResponse(200, Execute(known, new OperationRequest(json.RootElement)));
        }
        catch (EngineException refused)
        {
            return new EngineResponse(400, ErrorBody.Create(refused.Type, refused.Message, refused.Item));
        }
    }

    private byte[] Execute(IOperation operation, OperationRequest request) => WireJson.Write(response =>
    {
        response.WriteStartObject();
        lock (_lock)
        {
            operation.Execute(request, response);
        }

        response.WriteEndObject();
    });
}
