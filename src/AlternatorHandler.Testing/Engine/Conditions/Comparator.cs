namespace AlternatorHandler.Testing.Engine;

/// <summary>Specifies how two values are compared.</summary>
internal enum Comparator
{
    /// <summary>The values are equal.</summary>
    Equal,

    /// <summary>The values differ, or one is missing.</summary>
    NotEqual,

    /// <summary>The left value is smaller.</summary>
    Less,

    /// <summary>The left value is smaller or equal.</summary>
    LessOrEqual,

    /// <summary>The left value is larger.</summary>
    Greater,

    /// <summary>The left value is larger or equal.</summary>
    GreaterOrEqual,
}
