namespace AlternatorHandler.Testing.Engine;

/// <summary>An attribute of a key and its type: S, N or B.</summary>
internal sealed record KeyAttribute(string Name, string Type);
