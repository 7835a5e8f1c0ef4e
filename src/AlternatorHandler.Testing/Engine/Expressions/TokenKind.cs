namespace AlternatorHandler.Testing.Engine;

/// <summary>What a piece of an expression is.</summary>
internal enum TokenKind
{
    /// <summary>A keyword, a function or an attribute's name.</summary>
    Word,

    /// <summary>A name such as #n, looked up in ExpressionAttributeNames.</summary>
    NamePlaceholder,

    /// <summary>A value such as :v, looked up in ExpressionAttributeValues.</summary>
    ValuePlaceholder,

    /// <summary>The index of a list element.</summary>
    Index,

    /// <summary>An operator or a punctuation mark.</summary>
    Symbol,

    /// <summary>The end of the expression.</summary>
    End,
}
