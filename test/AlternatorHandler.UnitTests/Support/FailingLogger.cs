using Microsoft.Extensions.Logging;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Represents a logger that throws for each message, and counts the messages.</summary>
internal sealed class FailingLogger : ILogger, ILoggerProvider
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets a value indicating whether <see cref="IsEnabled"/> throws as well.</summary>
    public bool ThrowsFromIsEnabled { get; init; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => ThrowsFromIsEnabled ? throw new InvalidOperationException("out of order") : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _calls);
        throw new IOException("disk full");
    }

    public void Dispose()
    {
    }
}
