using AlternatorHandler;
using AlternatorHandler.AspNetCore;
using AlternatorHandler.AspNetCore.Sampling;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the dashboard of the clusters.</summary>
public static class AlternatorDashboardExtensions
{
    /// <summary>Maps a page that shows all registered clusters and their nodes, live, and the JSON behind it. It answers <c>GET</c> and changes nothing.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path of the page. Below it are <c>status</c>, which is the JSON, and <c>events</c>, which is the same as server-sent events, once a second.</param>
    /// <returns>A builder for all endpoints of the dashboard, as for <c>RequireAuthorization()</c>.</returns>
    /// <remarks>
    /// It tells addresses and failures of the nodes to everybody who may read it: nobody is kept out unless the application does so.
    /// Watching sends nothing to the nodes, and does not start a cluster that has had no request.
    /// </remarks>
    public static IEndpointConventionBuilder MapAlternatorDashboard(this IEndpointRouteBuilder endpoints, string pattern = "/alternator")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;

        // The clusters are made with the first sample, not here: options that are wrong are reported when the host starts.
        var sampler = new Sampler(() => [.. services.GetKeyedServices<IAlternatorCluster>(KeyedService.AnyKey).Select(cluster => (Func<AlternatorClusterStatus>)cluster.GetStatus)], time);
        var stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        stopping.Register(sampler.Dispose);

        var group = endpoints.MapGroup(pattern);
        new DashboardEndpoints(sampler, stopping).Map(group);
        return group;
    }
}
