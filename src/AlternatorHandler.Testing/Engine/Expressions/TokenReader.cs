using System.Globalization;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads the tokens of an expression, and the elements that all expressions share.</summary>
internal sealed class TokenReader(string parameter, string expression, Placeholders placeholders)
{
    // As in Alternator, the depth is limited, because the parsers are recursive.
    private const int MaxNesting = 400;

    private const int MaxPathDepth = 32;

    private readonly List<Token> _tokens = Lexer.Split(parameter, expression);
    private int _next;
    private int _nesting;

    public Token Peek => _tokens[_next];

    public bool IsAtEnd => Peek.Kind == TokenKind.End;

    /// <summary>Gets a value indicating whether a word such as <c>size</c> is followed by a parenthesis, and is therefore not the name of an attribute.</summary>
    public bool IsCall => Peek.Kind == TokenKind.Word && _tokens[_next + 1] is { Kind: TokenKind.Symbol, Text: "(" };

    public Token ReadToken() => IsAtEnd ? throw Unexpected() : _tokens[_next++];

    public bool TrySymbol(string symbol)
    {
        var found = Peek.Kind == TokenKind.Symbol && Peek.Text == symbol;
        _next += found ? 1 : 0;
        return found;
    }

    public void ExpectSymbol(string symbol)
    {
        if (!TrySymbol(symbol))
        {
            throw Unexpected();
        }
    }

    public bool TryKeyword(string keyword)
    {
        var found = Peek.Kind == TokenKind.Word && Peek.Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
        _next += found ? 1 : 0;
        return found;
    }

    public void ExpectKeyword(string keyword)
    {
        if (!TryKeyword(keyword))
        {
            throw Unexpected();
        }
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw Unexpected();
        }
    }

    public AttributeValue ReadValue() =>
        Peek.Kind == TokenKind.ValuePlaceholder ? placeholders.ResolveValue(ReadToken().Text) : throw Unexpected();

    public DocumentPath ReadPath()
    {
        var root = ReadName();
        var steps = new List<PathStep>();
        while (true)
        {
            if (TrySymbol("."))
            {
                steps.Add(PathStep.Field(ReadName()));
            }
            else if (TrySymbol("["))
            {
                steps.Add(PathStep.Element(ReadIndex()));
                ExpectSymbol("]");
            }
            else
            {
                return steps.Count < MaxPathDepth
                    ? new DocumentPath(root, steps)
                    : throw Invalid($"Document path is nested deeper than {MaxPathDepth} levels");
            }
        }
    }

    public List<T> ReadList<T>(Func<T> element)
    {
        var elements = new List<T> { element() };
        while (TrySymbol(","))
        {
            elements.Add(element());
        }

        return elements;
    }

    public T ReadNested<T>(Func<T> parse)
    {
        if (++_nesting > MaxNesting)
        {
            throw EngineException.Validation($"Failed parsing {parameter}: it is nested deeper than {MaxNesting} levels");
        }

        var parsed = parse();
        _nesting--;
        return parsed;
    }

    public EngineException Invalid(string reason) => EngineException.Validation($"Invalid {parameter}: {reason}");

    public EngineException Unexpected() =>
        EngineException.Validation($"Failed parsing {parameter} '{expression}': unexpected {(IsAtEnd ? Peek.Text : $"'{Peek.Text}' at position {Peek.Position}")}");

    private string ReadName() => Peek.Kind switch
    {
        TokenKind.Word => ReadToken().Text,
        TokenKind.NamePlaceholder => placeholders.ResolveName(ReadToken().Text),
        _ => throw Unexpected(),
    };

    private int ReadIndex() =>
        Peek.Kind == TokenKind.Index && int.TryParse(Peek.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && ReadToken().Kind == TokenKind.Index
            ? index
            : throw Unexpected();
}
