using AlternatorHandler;
using AlternatorHandler.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides an extension method that sends the requests of an <see cref="HttpClient"/> to the nodes of a cluster.</summary>
public static class AlternatorHttpClientBuilderExtensions
{
    /// <summary>Balances the requests of the client over the nodes of a cluster.</summary>
    /// <param name="builder">The builder of the client.</param>
    /// <param name="clusterName">The name of the cluster, or <see langword="null"/> for the default cluster.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <remarks>
    /// Handlers that are added to the client before this call receive each request once; those that are added after it receive each attempt.
    /// All clients of a cluster share one connection pool, unless a client has its own primary handler.
    /// The base address of a client that has none is set to the first seed, so that relative addresses work. The host in the URI of a request does not determine the node.
    /// If the cluster is not registered, creating the client causes an <see cref="InvalidOperationException"/>.
    /// </remarks>
    public static IHttpClientBuilder AddAlternatorLoadBalancing(this IHttpClientBuilder builder, string? clusterName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = clusterName ?? Options.Options.DefaultName;
        builder.ConfigureHttpClient((services, client) => client.BaseAddress ??= ClusterFactory.Get(services, name).Parts.Live.Current.Seeds[0]);

        // The first of all actions, so that a primary handler that the application configures replaces this one, regardless of the order of the calls.
        builder.Services.Configure<HttpClientFactoryOptions>(builder.Name, options => options.HttpMessageHandlerBuilderActions.Insert(
            0,
            handlers => handlers.PrimaryHandler = ClusterFactory.Get(handlers.Services, name).Parts.Requests.CreateTransport()));
        return builder.ConfigureAdditionalHttpMessageHandlers((handlers, services) =>
        {
            var requests = ClusterFactory.Get(services, name).Parts.Requests;
            handlers.Add(new AlternatorRoutingHandler(requests));
            foreach (var handler in requests.CreateHandlers())
            {
                handlers.Add(handler);
            }
        });
    }
}
