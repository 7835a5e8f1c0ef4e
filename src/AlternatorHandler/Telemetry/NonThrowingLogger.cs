using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Telemetry;

/// <summary>Wraps the application's logger and ignores its exceptions, so that neither a request nor a background loop fails because of a logging provider.</summary>
internal sealed class NonThrowingLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is no other place to report the failure.
        }
    }
}
