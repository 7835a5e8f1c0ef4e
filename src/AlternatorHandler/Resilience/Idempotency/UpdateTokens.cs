namespace AlternatorHandler.Resilience.Idempotency;

/// <summary>Splits an update expression into names, values and single symbols.</summary>
internal ref struct UpdateTokens(ReadOnlySpan<char> expression)
{
    private ReadOnlySpan<char> _rest = expression;

    /// <summary>Gets the token, empty at the end.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

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
