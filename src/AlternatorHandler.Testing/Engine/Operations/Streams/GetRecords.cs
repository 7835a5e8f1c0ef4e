using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads the records of a stream from an iterator on.</summary>
internal sealed class GetRecords(TableCatalog catalog) : IOperation
{
    private const int MaxRecords = 1_000;

    public string Name => nameof(GetRecords);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var limit = request.ReadLimit(MaxRecords);
        var (stream, position) = ShardIterator.Parse(request.RequiredString("ShardIterator"), catalog);
        var records = stream.Records.Skip(position).Take(limit).ToList();
        response.WriteStartArray("Records");
        foreach (var record in records)
        {
            record.Write(response, stream);
        }

        response.WriteEndArray();

        // There is no next iterator at the end of a closed shard.
        if (stream.IsEnabled || records.Count > 0)
        {
            response.WriteString("NextShardIterator", new ShardIterator(stream, position + records.Count).ToString());
        }
    }
}
