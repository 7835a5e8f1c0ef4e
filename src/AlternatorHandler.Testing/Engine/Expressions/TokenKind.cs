namespace AlternatorHandler.Testing.Engine;

/// <summary>Specifies the kind of a token.</summary>
internal enum TokenKind
{
    /// <summary>A keyword, a function or the name of an attribute.</summary>
    Word,

    /// <summary>A placeholder for a name, such as #n, in ExpressionAttributeNames.</summary>
    NamePlaceholder,

    /// <summary>A placeholder for a value, such as :v, in ExpressionAttributeValues.</summary>
    ValuePlaceholder,

    /// <summary>The index of a list element.</summary>
    Index,

    /// <summary>An operator or a punctuation mark.</summary>
    Symbol,

    /// <summary>The end of the expression.</summary>
    End,
}
