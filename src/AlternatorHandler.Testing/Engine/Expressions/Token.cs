namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a token of an expression and its position.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);
