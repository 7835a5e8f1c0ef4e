using AlternatorHandler;
using AlternatorHandler.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Provides extension methods that map the dashboard of Alternator clusters.</summary>
public static class AlternatorDashboardExtensions
{
    /// <summary>Maps a page that shows all registered clusters and their nodes, live, and the same data as JSON. The endpoints respond to <c>GET</c> only and change nothing.</summary>
    /// <param name="endpoints">The route builder of the application.</param>
    /// <param name="pattern">The path of the page. Below it are <c>status</c>, the data as JSON, and <c>events</c>, the same as server-sent events, once a second.</param>
    /// <returns>A builder for all endpoints of the dashboard, for example for <c>RequireAuthorization()</c>.</returns>
    /// <remarks>
    /// The endpoints show addresses and failures of the nodes, and do not restrict access themselves: require authorization.
    /// The dashboard sends nothing to the nodes, and does not start a cluster that has had no request.
    /// </remarks>
    public static IEndpointConventionBuilder MapAlternatorDashboard(this IEndpointRouteBuilder endpoints, string pattern = "/alternator")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;

        // The clusters are created with the first sample, not here, so that invalid options are reported when the host starts.
        var sampler = new Sampler(() => services.GetKeyedServices<IAlternatorCluster>(KeyedService.AnyKey).Select(cluster => (Func<AlternatorClusterStatus>)cluster.GetStatus), time);
        var stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        stopping.Register(sampler.Dispose);

        var group = endpoints.MapGroup(pattern);
        new DashboardEndpoints(sampler, stopping).Map(group);
        return group;
    }
}
