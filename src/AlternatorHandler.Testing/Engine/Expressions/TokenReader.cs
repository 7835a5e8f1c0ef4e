using System.Globalization;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads an expression token by token, and the parts that all expressions share.</summary>
internal sealed class TokenReader(string parameter, string expression, Placeholders placeholders)
{
    // As in Alternator: a parser that recurses must not let a client choose how deep.
    private const int MaxNesting = 400;

    private const int MaxPathDepth = 32;

    private readonly List<Token> _tokens = Lexer.Split(parameter, expression);
    private int _next;
    private int _nesting;

    public Token Peek => _tokens[_next];

    public bool IsAtEnd => Peek.Kind == TokenKind.End;

    /// <summary>Whether a word such as <c>size</c> starts a call, and is not an attribute of that name.</summary>
    public bool IsCall => Peek.Kind == TokenKind.Word && _tokens[_next + 1] is { Kind: TokenKind.Symbol, Text: "(" };

    public Token Take() => IsAtEnd ? throw Unexpected() : _tokens[_next++];

    public bool TrySymbol(string symbol)
    {
        var found = Peek.Kind == TokenKind.Symbol && Peek.Text == symbol;
        _next += found ? 1 : 0;
        return found;
    }

    public void Symbol(string symbol)
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

    public void Keyword(string keyword)
    {
        if (!TryKeyword(keyword))
        {
            throw Unexpected();
        }
    }

    public void End()
    {
        if (!IsAtEnd)
        {
            throw Unexpected();
        }
    }

    public AttributeValue Value() =>
        Peek.Kind == TokenKind.ValuePlaceholder ? placeholders.Value(Take().Text) : throw Unexpected();

    public DocumentPath Path()
    {
        var root = Name();
        var steps = new List<PathStep>();
        while (true)
        {
            if (TrySymbol("."))
            {
                steps.Add(PathStep.Field(Name()));
            }
            else if (TrySymbol("["))
            {
                steps.Add(PathStep.Element(Index()));
                Symbol("]");
            }
            else
            {
                return steps.Count < MaxPathDepth
                    ? new DocumentPath(root, steps)
                    : throw Invalid($"Document path is nested deeper than {MaxPathDepth} levels");
            }
        }
    }

    public List<T> List<T>(Func<T> element)
    {
        var elements = new List<T> { element() };
        while (TrySymbol(","))
        {
            elements.Add(element());
        }

        return elements;
    }

    public T Nested<T>(Func<T> parse)
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

    private string Name() => Peek.Kind switch
    {
        TokenKind.Word => Take().Text,
        TokenKind.NamePlaceholder => placeholders.Name(Take().Text),
        _ => throw Unexpected(),
    };

    private int Index() =>
        Peek.Kind == TokenKind.Index && int.TryParse(Peek.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && Take().Kind == TokenKind.Index
            ? index
            : throw Unexpected();
}
