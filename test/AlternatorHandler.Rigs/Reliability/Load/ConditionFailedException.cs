namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>The table says that the order exists.</summary>
internal sealed class ConditionFailedException(Exception inner) : Exception(inner.Message, inner);
