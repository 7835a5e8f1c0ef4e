namespace AlternatorHandler.Testing.Engine;

/// <summary>Parses condition, filter and key condition expressions.</summary>
internal sealed class ConditionParser
{
    private static readonly string[] Types = ["S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"];

    private readonly TokenReader _reader;

    private ConditionParser(TokenReader reader) => _reader = reader;

    public static Condition Parse(string parameter, string expression, Placeholders placeholders)
    {
        var parser = new ConditionParser(new TokenReader(parameter, expression, placeholders));
        var condition = parser.Or();
        parser._reader.End();
        return condition;
    }

    private Condition Or()
    {
        List<Condition> parts = [And()];
        while (_reader.TryKeyword("OR"))
        {
            parts.Add(And());
        }

        return parts is [var single] ? single : new Condition.Any(parts);
    }

    private Condition And()
    {
        List<Condition> parts = [Not()];
        while (_reader.TryKeyword("AND"))
        {
            parts.Add(Not());
        }

        return parts is [var single] ? single : new Condition.All(parts);
    }

    private Condition Not() => _reader.TryKeyword("NOT") ? new Condition.Not(_reader.Nested(Not)) : Primary();

    private Condition Primary()
    {
        if (_reader.TrySymbol("("))
        {
            var inner = _reader.Nested(Or);
            _reader.Symbol(")");
            return inner;
        }

        return _reader.IsCall && _reader.Peek.Text != "size" ? Function() : Relation();
    }

    private Condition Function()
    {
        var name = _reader.Take().Text;
        _reader.Symbol("(");
        var condition = Arguments(name);
        _reader.Symbol(")");
        return condition;
    }

    private Condition Arguments(string function)
    {
        switch (function)
        {
            case "attribute_exists":
                return new Condition.Exists(_reader.Path());
            case "attribute_not_exists":
                return new Condition.Not(new Condition.Exists(_reader.Path()));
            case "attribute_type":
                var location = _reader.Path();
                _reader.Symbol(",");
                return new Condition.HasType(location, Type(_reader.Value()));
            case "begins_with":
                var (value, prefix) = Pair();
                return prefix is Operand.Constant { Value: not (StringValue or BinaryValue) }
                    ? throw _reader.Invalid("Incorrect operand type for operator or function; operator or function: begins_with")
                    : new Condition.BeginsWith(value, prefix);
            case "contains":
                var (whole, part) = Pair();
                return new Condition.Contains(whole, part);
            default:
                throw _reader.Invalid($"Invalid function name; function: {function}");
        }
    }

    private string Type(AttributeValue value) => value is StringValue { Text: var type } && Types.Contains(type)
        ? type
        : throw _reader.Invalid($"attribute_type needs a string with one of the types {string.Join(", ", Types)}");

    private (Operand First, Operand Second) Pair()
    {
        var first = Operand();
        _reader.Symbol(",");
        return (first, Operand());
    }

    private Condition Relation()
    {
        var left = Operand();
        if (_reader.TryKeyword("BETWEEN"))
        {
            var low = Ordered(Operand(), "BETWEEN");
            _reader.Keyword("AND");
            return new Condition.Between(left, low, VerifyBounds(low, Ordered(Operand(), "BETWEEN")));
        }

        if (_reader.TryKeyword("IN"))
        {
            _reader.Symbol("(");
            var choices = _reader.List(Operand);
            _reader.Symbol(")");
            return choices.Count <= 100
                ? new Condition.In(left, choices)
                : throw _reader.Invalid("The IN operator is provided with too many operands; number of operands: " + choices.Count);
        }

        Comparator? comparator = _reader.Peek is { Kind: TokenKind.Symbol, Text: var symbol }
            ? symbol switch
            {
                "=" => Comparator.Equal,
                "<>" => Comparator.NotEqual,
                "<" => Comparator.Less,
                "<=" => Comparator.LessOrEqual,
                ">" => Comparator.Greater,
                ">=" => Comparator.GreaterOrEqual,
                _ => null,
            }
            : null;
        if (comparator is null)
        {
            throw _reader.Unexpected();
        }

        var text = _reader.Take().Text;
        var right = Operand();
        return comparator is Comparator.Equal or Comparator.NotEqual
            ? new Condition.Comparison(left, comparator.Value, right)
            : new Condition.Comparison(Ordered(left, text), comparator.Value, Ordered(right, text));
    }

    private Operand Operand()
    {
        if (_reader.Peek.Kind == TokenKind.ValuePlaceholder)
        {
            return new Operand.Constant(_reader.Value());
        }

        if (!_reader.IsCall)
        {
            return new Operand.Path(_reader.Path());
        }

        if (_reader.Peek.Text != "size")
        {
            throw _reader.Invalid($"the function {_reader.Peek.Text} is not allowed as an operand");
        }

        _reader.Take();
        _reader.Symbol("(");
        var size = new Operand.Size(_reader.Path());
        _reader.Symbol(")");
        return size;
    }

    private Operand Ordered(Operand operand, string comparator) =>
        operand is Operand.Constant { Value: var value } && !AttributeValue.IsOrderedType(value.Type)
            ? throw _reader.Invalid($"Incorrect operand type for operator or function; operator or function: {comparator}, operand type: {value.Type}")
            : operand;

    private Operand VerifyBounds(Operand low, Operand high) =>
        (low, high) is (Operand.Constant { Value: var from }, Operand.Constant { Value: var to }) && AttributeValue.Compare(from, to) is null or > 0
            ? throw _reader.Invalid("The BETWEEN operator requires same data type for lower and upper bounds, and the upper bound to be greater than or equal to lower bound")
            : high;
}
