namespace TypedClient.Wire;

/// <summary>A number attribute, which travels as text: <c>{"N": "12.5"}</c>.</summary>
internal sealed record NumberValue(string N);
