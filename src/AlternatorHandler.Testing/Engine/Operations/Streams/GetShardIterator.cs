using System.Globalization;
using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Returns an iterator for the position in a stream at which to start reading.</summary>
internal sealed class GetShardIterator(TableCatalog catalog) : IOperation
{
    public string Name => nameof(GetShardIterator);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var type = request.RequiredString("ShardIteratorType");
        var sequenceNumber = ReadSequenceNumber(request, isRequired: type is "AT_SEQUENCE_NUMBER" or "AFTER_SEQUENCE_NUMBER");
        var stream = catalog.GetStream(request.RequiredString("StreamArn"));
        if (request.RequiredString("ShardId") != stream.ShardId)
        {
            throw EngineException.NotFound("Invalid ShardId");
        }

        var position = type switch
        {
            "TRIM_HORIZON" => 0,
            "LATEST" => stream.Records.Count,
            "AT_SEQUENCE_NUMBER" => sequenceNumber - 1,
            "AFTER_SEQUENCE_NUMBER" => sequenceNumber,
            _ => throw EngineException.Validation($"Invalid ShardIteratorType: {type}"),
        };
        response.WriteString("ShardIterator", new ShardIterator(stream, position).ToString());
    }

    private static int ReadSequenceNumber(OperationRequest request, bool isRequired)
    {
        var text = request.OptionalString("SequenceNumber");
        return (text, isRequired) switch
        {
            (null, false) => 0,
            (null, true) => throw EngineException.Validation("Missing required parameter \"SequenceNumber\""),
            (_, false) => throw EngineException.Validation("Iterator of this type should not have sequence number"),
            _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw EngineException.Validation($"Invalid SequenceNumber: {text}"),
        };
    }
}
