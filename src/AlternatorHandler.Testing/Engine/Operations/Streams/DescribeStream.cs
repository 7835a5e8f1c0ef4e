using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Describes a stream and its shard.</summary>
internal sealed class DescribeStream(TableCatalog catalog) : IOperation
{
    public string Name => nameof(DescribeStream);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var stream = catalog.GetStream(request.RequiredString("StreamArn"));
        request.ReadLimit(100);
        response.WriteStartObject("StreamDescription");
        response.WriteString("StreamArn", stream.Arn);
        response.WriteString("StreamLabel", stream.Label);
        response.WriteString("StreamStatus", stream.IsEnabled ? "ENABLED" : "DISABLED");
        response.WriteString("StreamViewType", stream.ViewType);
        response.WriteNumber("CreationRequestDateTime", stream.Created.ToUnixTimeMilliseconds() / 1000.0);
        response.WriteString("TableName", stream.Table.Name);
        response.WriteKeySchema(stream.Table.Keys);
        response.WriteStartArray("Shards");
        if (!request.Has("ExclusiveStartShardId"))
        {
            WriteShard(response, stream);
        }

        response.WriteEndArray();
        response.WriteEndObject();
    }

    private static void WriteShard(Utf8JsonWriter response, ChangeStream stream)
    {
        response.WriteStartObject();
        response.WriteString("ShardId", stream.ShardId);
        response.WriteStartObject("SequenceNumberRange");
        response.WriteString("StartingSequenceNumber", StreamRecord.FormatSequenceNumber(1));
        if (!stream.IsEnabled)
        {
            response.WriteString("EndingSequenceNumber", StreamRecord.FormatSequenceNumber(stream.Records.Count));
        }

        response.WriteEndObject();
        response.WriteEndObject();
    }
}
