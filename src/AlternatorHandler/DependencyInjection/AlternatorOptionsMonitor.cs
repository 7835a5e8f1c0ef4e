using System.Collections.Concurrent;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace AlternatorHandler.DependencyInjection;

/// <summary>The options of all clusters, as configuration has them now. A change that is invalid is logged, and the options that were go on.</summary>
/// <remarks>That of .NET throws on whatever thread noticed the change, and has no options at all from then on.</remarks>
internal sealed class AlternatorOptionsMonitor : IOptionsMonitor<AlternatorOptions>, IDisposable
{
    private readonly IOptionsFactory<AlternatorOptions> _factory;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _registrations = [];
    private readonly ConcurrentDictionary<string, AlternatorOptions> _current = new();
    public AlternatorOptionsMonitor(IOptionsFactory<AlternatorOptions> factory, IEnumerable<IOptionsChangeTokenSource<AlternatorOptions>> sources, ILoggerFactory loggers)
    {
        _factory = factory;
        _logger = new UnfailingLogger(loggers.CreateLogger("AlternatorHandler"));
        foreach (var source in sources)
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Change, source.Name ?? Microsoft.Extensions.Options.Options.DefaultName));
        }
    }

    private event Action<AlternatorOptions, string?>? Changed;

    public AlternatorOptions CurrentValue => Get(Microsoft.Extensions.Options.Options.DefaultName);

    public AlternatorOptions Get(string? name) => _current.GetOrAdd(name ?? Microsoft.Extensions.Options.Options.DefaultName, _factory.Create);

    public IDisposable OnChange(Action<AlternatorOptions, string?> listener)
    {
        Changed += listener;
        return new Subscription(() => Changed -= listener);
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Change(string name)
    {
        try
        {
            var options = _factory.Create(name);
            _current[name] = options;
            Changed?.Invoke(options, name);
        }
        catch (Exception exception)
        {
            // Also what a listener of the application throws: the thread is the one that watches the file.
            Log.ChangeIgnored(_logger, name, exception.Message);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
