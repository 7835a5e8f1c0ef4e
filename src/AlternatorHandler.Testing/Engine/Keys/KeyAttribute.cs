namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents an attribute of a key and its type: S, N or B.</summary>
internal sealed record KeyAttribute(string Name, string Type);
