namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>What matters of an operation when its reply is lost.</summary>
internal enum OperationClass
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>Leaves the same data and answers the same, however often it is applied.</summary>
    IdempotentWrite,

    /// <summary>Counts each application.</summary>
    Addition,

    /// <summary>Is refused once it was applied.</summary>
    ConditionalWrite,
}
