namespace AlternatorHandler.Testing.Engine;

/// <summary>Parses update expressions.</summary>
internal sealed class UpdateParser
{
    private readonly TokenReader _reader;
    private readonly List<(DocumentPath, Operand)> _sets = [];
    private readonly List<DocumentPath> _removes = [];
    private readonly List<(DocumentPath, AttributeValue)> _adds = [];
    private readonly List<(DocumentPath, SetValue)> _deletes = [];

    private UpdateParser(TokenReader reader) => _reader = reader;

    public static UpdateExpression Parse(string expression, Placeholders placeholders)
    {
        var parser = new UpdateParser(new TokenReader("UpdateExpression", expression, placeholders));
        return parser.Parse();
    }

    private UpdateExpression Parse()
    {
        do
        {
            ParseSection();
        }
        while (!_reader.IsAtEnd);

        var update = new UpdateExpression(_sets, _removes, _adds, _deletes);
        DocumentPath.VerifyDisjoint("UpdateExpression", update.Paths);
        return update;
    }

    private void ParseSection()
    {
        if (_reader.TryKeyword("SET"))
        {
            ReadSection("SET", _sets, ParseSet);
        }
        else if (_reader.TryKeyword("REMOVE"))
        {
            ReadSection("REMOVE", _removes, _reader.ReadPath);
        }
        else if (_reader.TryKeyword("ADD"))
        {
            ReadSection("ADD", _adds, ParseAdd);
        }
        else if (_reader.TryKeyword("DELETE"))
        {
            ReadSection("DELETE", _deletes, ParseDelete);
        }
        else
        {
            throw _reader.Unexpected();
        }
    }

    private void ReadSection<T>(string section, List<T> into, Func<T> action)
    {
        if (into.Count > 0)
        {
            throw _reader.Invalid($"The \"{section}\" section can only be used once in an update expression;");
        }

        into.AddRange(_reader.ReadList(action));
    }

    private (DocumentPath, Operand) ParseSet()
    {
        var location = _reader.ReadPath();
        _reader.ExpectSymbol("=");
        var value = ParseOperand();
        if (_reader.TrySymbol("+"))
        {
            value = new Operand.Sum(value, Subtract: false, ParseOperand());
        }
        else if (_reader.TrySymbol("-"))
        {
            value = new Operand.Sum(value, Subtract: true, ParseOperand());
        }

        return (location, value);
    }

    private (DocumentPath, AttributeValue) ParseAdd()
    {
        var location = _reader.ReadPath();
        return _reader.ReadValue() is var value and (NumberValue or SetValue)
            ? (location, value)
            : throw _reader.Invalid("Incorrect operand type for operator or function; operator: ADD");
    }

    private (DocumentPath, SetValue) ParseDelete()
    {
        var location = _reader.ReadPath();
        return _reader.ReadValue() is SetValue set
            ? (location, set)
            : throw _reader.Invalid("Incorrect operand type for operator or function; operator: DELETE");
    }

    private Operand ParseOperand()
    {
        if (_reader.TrySymbol("("))
        {
            var inner = _reader.ReadNested(ParseOperand);
            _reader.ExpectSymbol(")");
            return inner;
        }

        if (_reader.Peek.Kind == TokenKind.ValuePlaceholder)
        {
            return new Operand.Constant(_reader.ReadValue());
        }

        return _reader.IsCall ? _reader.ReadNested(ParseFunction) : new Operand.Path(_reader.ReadPath());
    }

    private Operand ParseFunction()
    {
        var name = _reader.ReadToken().Text;
        _reader.ExpectSymbol("(");
        Operand call;
        switch (name)
        {
            case "if_not_exists":
                var location = _reader.ReadPath();
                _reader.ExpectSymbol(",");
                call = new Operand.IfNotExists(location, ParseOperand());
                break;
            case "list_append":
                var head = ParseOperand();
                _reader.ExpectSymbol(",");
                call = new Operand.ListAppend(head, ParseOperand());
                break;
            default:
                throw _reader.Invalid($"Invalid function name; function: {name}");
        }

        _reader.ExpectSymbol(")");
        return call;
    }
}
