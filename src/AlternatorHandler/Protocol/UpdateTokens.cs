namespace AlternatorHandler.Protocol;

/// <summary>Splits an update expression into names, values and single symbols.</summary>
internal ref struct UpdateTokens(ReadOnlySpan<char> expression)
{
    private readonly ReadOnlySpan<char> _expression = expression;
    private ReadOnlySpan<char> _rest = expression;

    /// <summary>Gets the token, empty at the end.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Gets the position of the token.</summary>
    public readonly int Position => _expression.Length - _rest.Length - Current.Length;

    /// <summary>The text from <paramref name="start"/> up to the token.</summary>
    public readonly ReadOnlySpan<char> Since(int start) => _expression[start..Position].TrimEnd();

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

    // The minus is no part of a word, as in ScyllaDB's grammar: ":v-a" is a difference.
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '#' or ':';
}
