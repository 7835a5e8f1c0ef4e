using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads the items of a page and writes them to the response.</summary>
internal static class Page
{
    // As in DynamoDB and Alternator, the size is measured before the filter is applied.
    private const int MaxSize = 1024 * 1024;

    public static void Write(Utf8JsonWriter response, PageRequest request, ItemOrder order, IEnumerable<MapValue> items)
    {
        var returned = new List<MapValue>();
        var scanned = 0;
        var size = 0;
        MapValue? last = null;
        foreach (var item in items)
        {
            scanned++;
            size += item.Size;
            var seen = order.Project(item);
            if (request.Filter?.IsSatisfiedBy(seen) is not false)
            {
                returned.Add(seen);
            }

            if (scanned == request.Limit || size >= MaxSize)
            {
                last = item;
                break;
            }
        }

        response.WriteNumber("Count", returned.Count);
        response.WriteNumber("ScannedCount", scanned);
        if (!request.CountsOnly)
        {
            response.WriteStartArray("Items");
            foreach (var item in returned)
            {
                response.WriteItem(request.Projection?.Apply(item) ?? item);
            }

            response.WriteEndArray();
        }

        if (last is not null)
        {
            response.WriteItem("LastEvaluatedKey", order.GetStartKey(last));
        }
    }
}
