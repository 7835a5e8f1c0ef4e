using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Lists the streams of a table or of all tables, in pages.</summary>
internal sealed class ListStreams(TableCatalog catalog) : IOperation
{
    public string Name => nameof(ListStreams);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var limit = request.ReadLimit(100);
        var start = request.OptionalString("ExclusiveStartStreamArn");
        var streams = request.OptionalString("TableName") is { } name ? catalog.Get(name).Streams : catalog.Streams;
        var rest = streams
            .OrderBy(static stream => stream.Arn, StringComparer.Ordinal)
            .Where(stream => string.CompareOrdinal(stream.Arn, start) > 0)
            .ToList();
        response.WriteStartArray("Streams");
        foreach (var stream in rest.Take(limit))
        {
            response.WriteStartObject();
            response.WriteString("StreamArn", stream.Arn);
            response.WriteString("StreamLabel", stream.Label);
            response.WriteString("TableName", stream.Table.Name);
            response.WriteEndObject();
        }

        response.WriteEndArray();
        if (rest.Count > limit)
        {
            response.WriteString("LastEvaluatedStreamArn", rest[limit - 1].Arn);
        }
    }
}
