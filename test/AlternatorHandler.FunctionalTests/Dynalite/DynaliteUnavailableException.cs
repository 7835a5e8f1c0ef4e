namespace AlternatorHandler.FunctionalTests;

/// <summary>This machine has not what dynalite needs to run.</summary>
public sealed class DynaliteUnavailableException : Exception
{
    public DynaliteUnavailableException()
    {
    }

    public DynaliteUnavailableException(string message)
        : base(message)
    {
    }

    public DynaliteUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
