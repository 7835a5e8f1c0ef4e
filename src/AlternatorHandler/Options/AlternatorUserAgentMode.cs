namespace AlternatorHandler;

/// <summary>Specifies how the <c>User-Agent</c> header of a request is changed.</summary>
public enum AlternatorUserAgentMode
{
    /// <summary>The product is appended to the header of the caller, such as that of the AWS SDK.</summary>
    Add,

    /// <summary>The product replaces the header of the caller.</summary>
    Replace,

    /// <summary>The header is removed.</summary>
    Remove,

    /// <summary>The header of the caller, if any, is not changed.</summary>
    Unchanged,
}
