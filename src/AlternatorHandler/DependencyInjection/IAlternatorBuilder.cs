using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler;

/// <summary>Goes on with the registration of a cluster.</summary>
public interface IAlternatorBuilder
{
    /// <summary>Gets the name of the cluster, empty for the one without a name.</summary>
    string Name { get; }

    /// <summary>Gets the services that the cluster is registered in.</summary>
    IServiceCollection Services { get; }
}
