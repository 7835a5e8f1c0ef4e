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
            Section();
        }
        while (!_reader.IsAtEnd);

        var update = new UpdateExpression(_sets, _removes, _adds, _deletes);
        DocumentPath.VerifyDisjoint("UpdateExpression", update.Paths);
        return update;
    }

    private void Section()
    {
        if (_reader.TryKeyword("SET"))
        {
            Read("SET", _sets, Set);
        }
        else if (_reader.TryKeyword("REMOVE"))
        {
            Read("REMOVE", _removes, _reader.Path);
        }
        else if (_reader.TryKeyword("ADD"))
        {
            Read("ADD", _adds, Add);
        }
        else if (_reader.TryKeyword("DELETE"))
        {
            Read("DELETE", _deletes, Delete);
        }
        else
        {
            throw _reader.Unexpected();
        }
    }

    private void Read<T>(string section, List<T> into, Func<T> action)
    {
        if (into.Count > 0)
        {
            throw _reader.Invalid($"The \"{section}\" section can only be used once in an update expression;");
        }

        into.AddRange(_reader.List(action));
    }

    private (DocumentPath, Operand) Set()
    {
        var location = _reader.Path();
        _reader.Symbol("=");
        var value = Operand();
        if (_reader.TrySymbol("+"))
        {
            value = new Operand.Sum(value, Subtract: false, Operand());
        }
        else if (_reader.TrySymbol("-"))
        {
            value = new Operand.Sum(value, Subtract: true, Operand());
        }

        return (location, value);
    }

    private (DocumentPath, AttributeValue) Add()
    {
        var location = _reader.Path();
        return _reader.Value() is var value and (NumberValue or SetValue)
            ? (location, value)
            : throw _reader.Invalid("Incorrect operand type for operator or function; operator: ADD");
    }

    private (DocumentPath, SetValue) Delete()
    {
        var location = _reader.Path();
        return _reader.Value() is SetValue set
            ? (location, set)
            : throw _reader.Invalid("Incorrect operand type for operator or function; operator: DELETE");
    }

    private Operand Operand()
    {
        if (_reader.TrySymbol("("))
        {
            var inner = _reader.Nested(Operand);
            _reader.Symbol(")");
            return inner;
        }

        if (_reader.Peek.Kind == TokenKind.ValuePlaceholder)
        {
            return new Operand.Constant(_reader.Value());
        }

        return _reader.IsCall ? _reader.Nested(Function) : new Operand.Path(_reader.Path());
    }

    private Operand Function()
    {
        var name = _reader.Take().Text;
        _reader.Symbol("(");
        Operand call;
        switch (name)
        {
            case "if_not_exists":
                var location = _reader.Path();
                _reader.Symbol(",");
                call = new Operand.IfNotExists(location, Operand());
                break;
            case "list_append":
                var head = Operand();
                _reader.Symbol(",");
                call = new Operand.ListAppend(head, Operand());
                break;
            default:
                throw _reader.Invalid($"Invalid function name; function: {name}");
        }

        _reader.Symbol(")");
        return call;
    }
}
