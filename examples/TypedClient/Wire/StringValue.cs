namespace TypedClient.Wire;

/// <summary>A string attribute: <c>{"S": "text"}</c>.</summary>
internal sealed record StringValue(string S);
