namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>A node's own answer that is an error.</summary>
internal sealed class NodeAnswerException(int status, string body) : Exception($"{status}: {body}")
{
    public int Status { get; } = status;
}
