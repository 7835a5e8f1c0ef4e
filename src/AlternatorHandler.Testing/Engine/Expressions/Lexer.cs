namespace AlternatorHandler.Testing.Engine;

/// <summary>Splits an expression into tokens.</summary>
internal static class Lexer
{
    public static List<Token> Split(string parameter, string expression)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (position < expression.Length)
        {
            if (char.IsWhiteSpace(expression[position]))
            {
                position++;
                continue;
            }

            var token = Next(parameter, expression, position);
            tokens.Add(token);
            position += token.Text.Length;
        }

        tokens.Add(new Token(TokenKind.End, "end of expression", position));
        return tokens;
    }

    private static Token Next(string parameter, string expression, int start)
    {
        var rest = expression.AsSpan(start);
        var (kind, length) = rest[0] switch
        {
            '#' => (TokenKind.NamePlaceholder, 1 + WordLength(rest[1..])),
            ':' => (TokenKind.ValuePlaceholder, 1 + WordLength(rest[1..])),
            >= '0' and <= '9' => (TokenKind.Index, WordLength(rest)),
            '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => (TokenKind.Word, WordLength(rest)),
            '<' when rest is ['<', '>' or '=', ..] => (TokenKind.Symbol, 2),
            '>' when rest is ['>', '=', ..] => (TokenKind.Symbol, 2),
            '<' or '>' or '=' or '(' or ')' or '[' or ']' or ',' or '.' or '+' or '-' => (TokenKind.Symbol, 1),
            _ => (TokenKind.End, 0),
        };

        var isBarePlaceholder = kind is TokenKind.NamePlaceholder or TokenKind.ValuePlaceholder && length == 1;
        return length == 0 || isBarePlaceholder
            ? throw EngineException.Validation($"Failed parsing {parameter} '{expression}': unexpected '{rest[0]}' at position {start}")
            : new Token(kind, rest[..length].ToString(), start);
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_'))
        {
            length++;
        }

        return length;
    }
}
