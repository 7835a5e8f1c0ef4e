using System.Globalization;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a position in a stream: the index of the next record. Its text contains all of its data, so that any node can continue.</summary>
internal readonly record struct ShardIterator(ChangeStream Stream, int Position)
{
    public static ShardIterator Parse(string text, TableCatalog catalog) =>
        text.Split('|') is [var arn, var position] && int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new ShardIterator(catalog.GetStream(arn), index)
            : throw EngineException.Validation($"Invalid ShardIterator: {text}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Stream.Arn}|{Position}");
}
