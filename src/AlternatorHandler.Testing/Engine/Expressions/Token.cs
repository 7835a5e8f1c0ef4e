namespace AlternatorHandler.Testing.Engine;

/// <summary>A piece of an expression and where it starts.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);
