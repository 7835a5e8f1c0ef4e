using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the parts of an item that a request selects.</summary>
internal sealed class Projection
{
    private readonly IReadOnlyList<IReadOnlyList<PathStep>> _paths;

    public Projection(IEnumerable<DocumentPath> paths) => _paths = [.. paths.Select(static path => path.Steps)];

    /// <summary>Reads ProjectionExpression or AttributesToGet, or returns <see langword="null"/> if the request has neither and selects all attributes.</summary>
    public static Projection? Read(OperationRequest request, Placeholders placeholders)
    {
        if (request.OptionalString("ProjectionExpression") is { } expression)
        {
            var reader = new TokenReader("ProjectionExpression", expression, placeholders);
            var paths = reader.ReadList(reader.ReadPath);
            reader.ExpectEnd();
            DocumentPath.VerifyDisjoint("ProjectionExpression", paths);
            return new Projection(paths);
        }

        if (request.OptionalArray("AttributesToGet") is not { } attributes)
        {
            return null;
        }

        var names = attributes.Select(static name => name.ValueKind == JsonValueKind.String
            ? name.GetText()
            : throw EngineException.Validation("AttributesToGet must be an array of strings")).ToList();
        if (names.Count == 0 || names.Distinct().Count() < names.Count)
        {
            throw EngineException.Validation("AttributesToGet must name at least one attribute, and none of them twice");
        }

        return new Projection(names.Select(static name => new DocumentPath(name)));
    }

    public MapValue Apply(MapValue item) => Pick(item, _paths, depth: 0) as MapValue ?? MapValue.Empty;

    private static AttributeValue? Pick(AttributeValue? value, IReadOnlyList<IReadOnlyList<PathStep>> paths, int depth)
    {
        if (value is null || paths.Any(path => path.Count == depth))
        {
            return value;
        }

        var picked = paths
            .GroupBy(path => path[depth])
            .Select(group => (Step: group.Key, Value: Pick(group.Key.GetValue(value), [.. group], depth + 1)))
            .Where(static part => part.Value is not null);
        return value switch
        {
            MapValue => picked.ToDictionary(static part => part.Step.Name!, static part => part.Value!) is { Count: > 0 } parts ? new MapValue(parts) : null,
            // The selected elements form a list without gaps, in their original order.
            ListValue => picked.OrderBy(static part => part.Step.Index).Select(static part => part.Value!).ToList() is { Count: > 0 } parts ? new ListValue(parts) : null,
            _ => null,
        };
    }
}
