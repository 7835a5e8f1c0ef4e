using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads a page of a table or of one of its segments in token order.</summary>
internal sealed class Scan(TableCatalog catalog) : IOperation
{
    private const int MaxSegments = 1_000_000;

    public string Name => nameof(Scan);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var order = ItemOrder.Read(request, catalog);
        var placeholders = new Placeholders(request);
        var page = PageRequest.Read(request, "ScanFilter", placeholders, order);
        placeholders.VerifyAllUsed(Name);

        var (segment, total) = ReadSegment(request);
        var start = order.ReadStart(request);
        if (start is { Key.Partition: var startsIn } && startsIn.GetSegment(total) != segment)
        {
            throw EngineException.Validation("The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment");
        }

        Page.Write(response, page, order, order.ReadAll(start, key => key.GetSegment(total) == segment));
    }

    private static (int Segment, int Total) ReadSegment(OperationRequest request) => (request.OptionalInteger("Segment"), request.OptionalInteger("TotalSegments")) switch
    {
        (null, null) => (0, 1),
        ({ } segment, { } total) when total is >= 1 and <= MaxSegments && segment >= 0 && segment < total => (segment, total),
        var (segment, total) => throw EngineException.Validation(
            $"Segment and TotalSegments must be given together, with 0 <= Segment < TotalSegments <= {MaxSegments}; got Segment {segment}, TotalSegments {total}"),
    };
}
