using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace AlternatorHandler;

/// <summary>Checks what no annotation can say: seeds, names, and options that depend on each other.</summary>
internal sealed class AlternatorOptionsCrossValidator(IEnumerable<ILoadBalancingPolicy> policies) : IValidateOptions<AlternatorOptions>
{
    public ValidateOptionsResult Validate(string? name, AlternatorOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckSeeds(options.Seeds, result);

        if (!policies.Any(policy => policy.Name == options.Policy))
        {
            result.AddError($"Policy ({options.Policy}) is not the name of a registered load balancing policy: {string.Join(", ", policies.Select(policy => policy.Name).Distinct())}.");
        }

        if (options.HostHeader is { } host && Uri.CheckHostName(HostWithoutPort(host)) == UriHostNameType.Unknown)
        {
            result.AddError($"HostHeader ({host}) must be a host name or address, with or without a port.");
        }

        NotMore("Retry:AttemptTimeout", options.Retry?.AttemptTimeout, "Retry:TotalTimeout", options.Retry?.TotalTimeout, result);
        NotMore("Discovery:RefreshInterval", options.Discovery?.RefreshInterval, "Discovery:IdleRefreshInterval", options.Discovery?.IdleRefreshInterval, result);
        NotMore("HealthProbe:Interval", options.HealthProbe?.Interval, "HealthProbe:MaxInterval", options.HealthProbe?.MaxInterval, result);

        if (options.HealthProbe?.Path is { } path && (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal)))
        {
            result.AddError($"HealthProbe:Path ({path}) must begin with a single slash.");
        }

        CheckTls(options.Tls, result);
        CheckTransport(options.Transport, result);
        return result.Build();
    }

    private static void CheckSeeds(IList<Uri> seeds, ValidateOptionsResultBuilder result)
    {
        if (seeds.Count == 0)
        {
            result.AddError("Seeds is empty: name at least one node, such as http://10.0.0.1:8000.");
        }

        for (var i = 0; i < seeds.Count; i++)
        {
            var seed = seeds[i];
            if (seed is null || !seed.IsAbsoluteUri || (seed.Scheme != Uri.UriSchemeHttp && seed.Scheme != Uri.UriSchemeHttps) || seed.Host.Length == 0)
            {
                result.AddError($"Seeds:{i} ({seed}) must be an absolute http or https address, such as http://10.0.0.1:8000.");
            }
            else if (seed.PathAndQuery != "/" || seed.Fragment.Length > 0 || seed.UserInfo.Length > 0)
            {
                // The user info may hold a password: it is not printed.
                result.AddError($"Seeds:{i} ({seed.Scheme}://{seed.Authority}) must have no path, query, fragment or user info.");
            }
        }

        var schemes = seeds.Where(seed => seed is { IsAbsoluteUri: true }).Select(seed => seed.Scheme).Distinct().ToArray();
        if (schemes.Length > 1)
        {
            result.AddError($"Seeds mixes schemes ({string.Join(", ", schemes)}): all must be http, or all https.");
        }
    }

    private static void CheckTls(AlternatorTlsOptions? tls, ValidateOptionsResultBuilder result)
    {
        if (tls is null)
        {
            return;
        }

        if (tls.ServerName is { } name && Uri.CheckHostName(name) == UriHostNameType.Unknown)
        {
            result.AddError($"Tls:ServerName ({name}) must be a host name or address, without a port.");
        }

        if (tls.MinimumVersion is not (SslProtocols.None or SslProtocols.Tls12 or SslProtocols.Tls13))
        {
            result.AddError($"Tls:MinimumVersion ({tls.MinimumVersion}) must be None, Tls12 or Tls13.");
        }

        if (tls.ClientKeyFile is { } key && tls.ClientCertificateFile is null)
        {
            result.AddError($"Tls:ClientKeyFile ({key}) needs Tls:ClientCertificateFile.");
        }

        if (tls.GetClientCertificate() is { HasPrivateKey: false } certificate)
        {
            result.AddError($"Tls.UseClientCertificate: the certificate ({certificate.Subject}) has no private key.");
        }

        if (tls.DangerousAcceptAnyServerCertificate && tls.GetValidator() is not null)
        {
            result.AddError("Tls:DangerousAcceptAnyServerCertificate (True) and Tls.ValidateServerCertificate exclude each other.");
        }

        foreach (var error in tls.GetCertificates().Errors)
        {
            result.AddError(error);
        }
    }

    private static void CheckTransport(AlternatorTransportOptions? transport, ValidateOptionsResultBuilder result)
    {
        if (transport is null)
        {
            return;
        }

        var lifetime = transport.PooledConnectionLifetime;
        if (lifetime != Timeout.InfiniteTimeSpan && (lifetime < TimeSpan.FromSeconds(1) || lifetime > TimeSpan.FromDays(365)))
        {
            result.AddError($"Transport:PooledConnectionLifetime ({lifetime}) must be between 00:00:01 and 365.00:00:00, or infinite ({Timeout.InfiniteTimeSpan}).");
        }

        if (transport.WarmupConnections > transport.MaxConnectionsPerServer)
        {
            result.AddError($"Transport:WarmupConnections ({transport.WarmupConnections}) must not exceed Transport:MaxConnectionsPerServer ({transport.MaxConnectionsPerServer}).");
        }
    }

    private static void NotMore(string lesserName, TimeSpan? lesser, string greaterName, TimeSpan? greater, ValidateOptionsResultBuilder result)
    {
        if (lesser > greater)
        {
            result.AddError($"{lesserName} ({lesser}) must not exceed {greaterName} ({greater}).");
        }
    }

    private static string HostWithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        var isPort = colon > 0 && ushort.TryParse(host.AsSpan(colon + 1), out _) && (host[colon - 1] == ']' || host.IndexOf(':') == colon);
        return isPort ? host[..colon] : host;
    }
}
