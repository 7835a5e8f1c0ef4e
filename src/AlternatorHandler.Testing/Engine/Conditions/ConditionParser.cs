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
        var condition = parser.ParseOr();
        parser._reader.ExpectEnd();
        return condition;
    }

    private Condition ParseOr()
    {
        List<Condition> parts = [ParseAnd()];
        while (_reader.TryKeyword("OR"))
        {
            parts.Add(ParseAnd());
        }

        return parts is [var single] ? single : new Condition.Any(parts);
    }

    private Condition ParseAnd()
    {
        List<Condition> parts = [ParseNot()];
        while (_reader.TryKeyword("AND"))
        {
            parts.Add(ParseNot());
        }

        return parts is [var single] ? single : new Condition.All(parts);
    }

    private Condition ParseNot() => _reader.TryKeyword("NOT") ? new Condition.Not(_reader.ReadNested(ParseNot)) : ParsePrimary();

    private Condition ParsePrimary()
    {
        if (_reader.TrySymbol("("))
        {
            var inner = _reader.ReadNested(ParseOr);
            _reader.ExpectSymbol(")");
            return inner;
        }

        return _reader.IsCall && _reader.Peek.Text != "size" ? ParseFunction() : ParseRelation();
    }

    private Condition ParseFunction()
    {
        var name = _reader.ReadToken().Text;
        _reader.ExpectSymbol("(");
        var condition = ParseArguments(name);
        _reader.ExpectSymbol(")");
        return condition;
    }

    private Condition ParseArguments(string function)
    {
        switch (function)
        {
            case "attribute_exists":
                return new Condition.Exists(_reader.ReadPath());
            case "attribute_not_exists":
                return new Condition.Not(new Condition.Exists(_reader.ReadPath()));
            case "attribute_type":
                var location = _reader.ReadPath();
                _reader.ExpectSymbol(",");
                return new Condition.HasType(location, ParseType(_reader.ReadValue()));
            case "begins_with":
                var (value, prefix) = ParsePair();
                return prefix is Operand.Constant { Value: not (StringValue or BinaryValue) }
                    ? throw _reader.Invalid("Incorrect operand type for operator or function; operator or function: begins_with")
                    : new Condition.BeginsWith(value, prefix);
            case "contains":
                var (whole, part) = ParsePair();
                return new Condition.Contains(whole, part);
            default:
                throw _reader.Invalid($"Invalid function name; function: {function}");
        }
    }

    private string ParseType(AttributeValue value) => value is StringValue { Text: var type } && Types.Contains(type)
        ? type
        : throw _reader.Invalid($"attribute_type needs a string with one of the types {string.Join(", ", Types)}");

    private (Operand First, Operand Second) ParsePair()
    {
        var first = ParseOperand();
        _reader.ExpectSymbol(",");
        return (first, ParseOperand());
    }

    private Condition ParseRelation()
    {
        var left = ParseOperand();
        if (_reader.TryKeyword("BETWEEN"))
        {
            var low = VerifyOrdered(ParseOperand(), "BETWEEN");
            _reader.ExpectKeyword("AND");
            return new Condition.Between(left, low, VerifyBounds(low, VerifyOrdered(ParseOperand(), "BETWEEN")));
        }

        if (_reader.TryKeyword("IN"))
        {
            _reader.ExpectSymbol("(");
            var choices = _reader.ReadList(ParseOperand);
            _reader.ExpectSymbol(")");
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

        var text = _reader.ReadToken().Text;
        var right = ParseOperand();
        return comparator is Comparator.Equal or Comparator.NotEqual
            ? new Condition.Comparison(left, comparator.Value, right)
            : new Condition.Comparison(VerifyOrdered(left, text), comparator.Value, VerifyOrdered(right, text));
    }

    private Operand ParseOperand()
    {
        if (_reader.Peek.Kind == TokenKind.ValuePlaceholder)
        {
            return new Operand.Constant(_reader.ReadValue());
        }

        if (!_reader.IsCall)
        {
            return new Operand.Path(_reader.ReadPath());
        }

        if (_reader.Peek.Text != "size")
        {
            throw _reader.Invalid($"the function {_reader.Peek.Text} is not allowed as an operand");
        }

        _reader.ReadToken();
        _reader.ExpectSymbol("(");
        var size = new Operand.Size(_reader.ReadPath());
        _reader.ExpectSymbol(")");
        return size;
    }

    private Operand VerifyOrdered(Operand operand, string comparator) =>
        operand is Operand.Constant { Value: var value } && !AttributeValue.IsOrderedType(value.Type)
            ? throw _reader.Invalid($"Incorrect operand type for operator or function; operator or function: {comparator}, operand type: {value.Type}")
            : operand;

    private Operand VerifyBounds(Operand low, Operand high) =>
        (low, high) is (Operand.Constant { Value: var from }, Operand.Constant { Value: var to }) && AttributeValue.Compare(from, to) is null or > 0
            ? throw _reader.Invalid("The BETWEEN operator requires same data type for lower and upper bounds, and the upper bound to be greater than or equal to lower bound")
            : high;
}
