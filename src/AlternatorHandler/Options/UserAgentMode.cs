namespace AlternatorHandler;

/// <summary>Says what becomes of the <c>User-Agent</c> header of a request.</summary>
public enum UserAgentMode
{
    /// <summary>The product is put behind what the caller, such as the AWS SDK, says of itself.</summary>
    Add,

    /// <summary>The product takes the place of what the caller says.</summary>
    Replace,

    /// <summary>The request is sent without the header.</summary>
    Remove,

    /// <summary>The request is sent with what the caller says, or without.</summary>
    Unchanged,
}
