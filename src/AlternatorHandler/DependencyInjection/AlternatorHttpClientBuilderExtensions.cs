using AlternatorHandler;
using AlternatorHandler.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sends the requests of an <see cref="HttpClient"/> to the nodes of a cluster.</summary>
public static class AlternatorHttpClientBuilderExtensions
{
    /// <summary>Balances the client over the nodes of a cluster.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="clusterName">The name of the cluster, or <see langword="null"/> for the one without a name.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Handlers that are added to the client before this one see each request once; those added after it see each attempt.
    /// All clients of a cluster share one pool of connections, unless the client has a primary handler of its own.
    /// A client without a base address gets the first seed's, so that relative addresses work; whatever host a request names, a node gets it.
    /// </remarks>
    public static IHttpClientBuilder AddAlternatorLoadBalancing(this IHttpClientBuilder builder, string? clusterName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var name = clusterName ?? Options.Options.DefaultName;
        builder.ConfigureHttpClient((services, client) => client.BaseAddress ??= ClusterFactory.Get(services, name).Parts.Live.Current.Seeds[0]);

        // Ahead of all other actions, so that a primary handler that the user configures wins, whether before or after this call.
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
