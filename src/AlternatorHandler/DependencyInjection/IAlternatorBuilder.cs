using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler;

/// <summary>A builder for configuring an Alternator cluster.</summary>
public interface IAlternatorBuilder
{
    /// <summary>Gets the name of the cluster, or an empty string for the default cluster.</summary>
    string Name { get; }

    /// <summary>Gets the service collection in which the cluster is registered.</summary>
    IServiceCollection Services { get; }
}
