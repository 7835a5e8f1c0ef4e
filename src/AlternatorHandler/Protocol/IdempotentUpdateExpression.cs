namespace AlternatorHandler.Protocol;

/// <summary>Determines whether an update expression is idempotent: it only removes attributes and sets attributes to constants.</summary>
/// <remarks>
/// A path that ends in a list index is not idempotent in either clause: removing <c>a[0]</c> moves the next element to that index,
/// and setting an index beyond the end appends an element.
/// </remarks>
internal static class IdempotentUpdateExpression
{
    public static bool IsIdempotent(ReadOnlySpan<char> expression)
    {
        var tokens = new UpdateTokens(expression);
        if (!tokens.MoveNext())
        {
            return false;
        }

        do
        {
            var clause = tokens.Current;
            var isSet = clause.Equals("SET", StringComparison.OrdinalIgnoreCase);
            if (!isSet && !clause.Equals("REMOVE", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            do
            {
                if (!tokens.MoveNext() || !TrySkipPath(ref tokens, out var target) || (isSet && !TrySkipConstant(ref tokens, target)))
                {
                    return false;
                }
            }
            while (tokens.Current is ",");
        }
        while (!tokens.Current.IsEmpty);

        return true;
    }

    /// <summary>Moves past a path that ends in a name.</summary>
    private static bool TrySkipPath(ref UpdateTokens tokens, out ReadOnlySpan<char> path)
    {
        var start = tokens.Position;
        path = default;
        while (true)
        {
            if (!IsName(tokens.Current))
            {
                return false;
            }

            tokens.MoveNext();
            var endsInIndex = false;
            while (tokens.Current is "[")
            {
                endsInIndex = true;
                if (!tokens.MoveNext() || !int.TryParse(tokens.Current, out _) || !tokens.MoveNext() || tokens.Current is not "]")
                {
                    return false;
                }

                tokens.MoveNext();
            }

            if (tokens.Current is not ".")
            {
                path = tokens.GetTextSince(start);
                return !endsInIndex;
            }

            tokens.MoveNext();
        }
    }

    /// <summary>Moves past <c>= :value</c> or <c>= if_not_exists(target, :value)</c>.</summary>
    /// <remarks>A path other than the target may be changed by the same update, so a second application would read the new value.</remarks>
    private static bool TrySkipConstant(ref UpdateTokens tokens, scoped ReadOnlySpan<char> target)
    {
        if (tokens.Current is not "=" || !tokens.MoveNext())
        {
            return false;
        }

        if (tokens.Current[0] == ':')
        {
            tokens.MoveNext();
            return IsEndOfAction(tokens.Current);
        }

        if (tokens.Current is not "if_not_exists" || !tokens.MoveNext() || tokens.Current is not "(" || !tokens.MoveNext() || !TrySkipPath(ref tokens, out var path) || !path.SequenceEqual(target) || tokens.Current is not ",")
        {
            return false;
        }

        if (!tokens.MoveNext() || tokens.Current[0] != ':' || !tokens.MoveNext() || tokens.Current is not ")")
        {
            return false;
        }

        tokens.MoveNext();
        return IsEndOfAction(tokens.Current);
    }

    // Anything else, in particular an operator, makes the value depend on the stored item.
    private static bool IsEndOfAction(ReadOnlySpan<char> token) => token.IsEmpty || token is "," || char.IsLetter(token[0]);

    private static bool IsName(ReadOnlySpan<char> token) => !token.IsEmpty && (char.IsLetter(token[0]) || token[0] is '#' or '_');
}

/// <summary>Splits an update expression into names, values and single symbols.</summary>
internal ref struct UpdateTokens(ReadOnlySpan<char> expression)
{
    private readonly ReadOnlySpan<char> _expression = expression;
    private ReadOnlySpan<char> _rest = expression;

    /// <summary>Gets the current token, which is empty at the end.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Gets the position of the current token.</summary>
    public readonly int Position => _expression.Length - _rest.Length - Current.Length;

    /// <summary>Gets the text from <paramref name="start"/> to the current token.</summary>
    public readonly ReadOnlySpan<char> GetTextSince(int start) => _expression[start..Position].TrimEnd();

    public bool MoveNext()
    {
        _rest = _rest.TrimStart();
        var length = 0;
        while (length < _rest.Length && IsWord(_rest[length]))
        {
            length++;
        }

        length = Math.Min(Math.Max(length, 1), _rest.Length);
        Current = _rest[..length];
        _rest = _rest[length..];
        return length > 0;
    }

    // A minus sign is not part of a word, as in ScyllaDB's grammar: ":v-a" is a difference.
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '#' or ':';
}
