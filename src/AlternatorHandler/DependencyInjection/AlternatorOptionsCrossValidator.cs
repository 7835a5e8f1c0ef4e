using System.Buffers;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.DependencyInjection;

/// <summary>Validates the rules that annotations cannot express: those for seeds, names, and options that depend on each other.</summary>
internal sealed class AlternatorOptionsCrossValidator(IEnumerable<IAlternatorLoadBalancingPolicy> policies) : IValidateOptions<AlternatorOptions>
{
    private static readonly SearchValues<char> HeaderNameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public ValidateOptionsResult Validate(string? name, AlternatorOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckSeeds(options.Seeds, result);

        if (!policies.Any(policy => policy.Name == options.LoadBalancingPolicy))
        {
            result.AddError($"LoadBalancingPolicy ({options.LoadBalancingPolicy}) is not the name of a registered load balancing policy: {string.Join(", ", policies.Select(policy => policy.Name).Distinct())}.");
        }

        if (options.HostHeader is { } host && Uri.CheckHostName(RemovePort(host)) == UriHostNameType.Unknown)
        {
            result.AddError($"HostHeader ({host}) must be a host name or address, with or without a port.");
        }

        if (options is { Scopes.Count: > 0, Discovery.Enabled: false } && options.GetNodeSource() is null)
        {
            result.AddError("Scopes requires Discovery:Enabled (False) to be True, or a node source: otherwise the datacenter and rack of a node are unknown.");
        }

        for (var i = 0; i < options.Scopes.Count; i++)
        {
            var scope = options.Scopes[i];
            if (scope is { Rack: not null, Datacenter: null } || scope is { Datacenter.Length: 0 } or { Rack.Length: 0 })
            {
                result.AddError($"Scopes:{i} (Datacenter '{scope.Datacenter}', Rack '{scope.Rack}') must specify a datacenter if it specifies a rack, and names must not be empty.");
            }
        }

        CheckOrder("Retry:AttemptTimeout", options.Retry?.AttemptTimeout, "Retry:TotalTimeout", options.Retry?.TotalTimeout, result);
        CheckOrder("Discovery:RefreshInterval", options.Discovery?.RefreshInterval, "Discovery:IdleRefreshInterval", options.Discovery?.IdleRefreshInterval, result);
        CheckOrder("Hedging:MinDelay", options.Hedging?.MinDelay, "Hedging:MaxDelay", options.Hedging?.MaxDelay, result);
        CheckOrder("HealthProbe:Interval", options.HealthProbe?.Interval, "HealthProbe:MaxInterval", options.HealthProbe?.MaxInterval, result);

        // Uri treats a backslash like a slash, and parses what follows two of them as a host.
        if (options.HealthProbe?.Path is { } path && (!path.StartsWith('/') || path.AsSpan(1) is ['/' or '\\', ..]))
        {
            result.AddError($"HealthProbe:Path ({path}) must begin with a single slash.");
        }

        for (var i = 0; i < options.HeaderTrimming?.Keep.Count; i++)
        {
            var header = options.HeaderTrimming.Keep[i];
            if (string.IsNullOrEmpty(header) || header.AsSpan().ContainsAnyExcept(HeaderNameCharacters))
            {
                result.AddError($"HeaderTrimming:Keep:{i} ({header}) must be a valid header name.");
            }
        }

        CheckTls(options.Tls, result);
        CheckTransport(options.Transport, result);
        return result.Build();
    }

    private static void CheckSeeds(IList<Uri> seeds, ValidateOptionsResultBuilder result)
    {
        if (seeds.Count == 0)
        {
            result.AddError("Seeds is empty: specify at least one node, such as http://10.0.0.1:8000.");
        }

        for (var i = 0; i < seeds.Count; i++)
        {
            var seed = seeds[i];
            if (seed is null || !seed.IsAbsoluteUri || (seed.Scheme != Uri.UriSchemeHttp && seed.Scheme != Uri.UriSchemeHttps) || seed.Host.Length == 0)
            {
                result.AddError($"Seeds:{i} ({RemoveUserInfo(seed)}) must be an absolute http or https address, such as http://10.0.0.1:8000.");
            }
            else if (seed.PathAndQuery != "/" || seed.Fragment.Length > 0 || seed.UserInfo.Length > 0)
            {
                result.AddError($"Seeds:{i} ({seed.Scheme}://{seed.Authority}) must not have a path, query, fragment or user info.");
            }
        }

        var schemes = seeds.Where(seed => seed is { IsAbsoluteUri: true }).Select(seed => seed.Scheme).Distinct().ToArray();
        if (schemes.Length > 1)
        {
            result.AddError($"Seeds mixes schemes ({string.Join(", ", schemes)}): all must be http, or all must be https.");
        }
    }

    // The user info can contain a password.
    private static string? RemoveUserInfo(Uri? seed) =>
        seed?.OriginalString is { } text && text.LastIndexOf('@') is >= 0 and var at ? $"...{text[at..]}" : seed?.OriginalString;

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
            result.AddError($"Tls:ClientKeyFile ({key}) requires Tls:ClientCertificateFile.");
        }

        if (tls.GetClientCertificate() is { HasPrivateKey: false } certificate)
        {
            result.AddError($"Tls.UseClientCertificate: the certificate ({certificate.Subject}) has no private key.");
        }

        if (tls.DangerousAcceptAnyServerCertificate && tls.GetValidator() is not null)
        {
            result.AddError("Tls:DangerousAcceptAnyServerCertificate (True) and Tls.ValidateServerCertificate are mutually exclusive.");
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

    private static void CheckOrder(string lesserName, TimeSpan? lesser, string greaterName, TimeSpan? greater, ValidateOptionsResultBuilder result)
    {
        if (lesser > greater)
        {
            result.AddError($"{lesserName} ({lesser}) must not exceed {greaterName} ({greater}).");
        }
    }

    private static string RemovePort(string host)
    {
        var colon = host.LastIndexOf(':');
        var isPort = colon > 0 && ushort.TryParse(host.AsSpan(colon + 1), out _) && (host[colon - 1] == ']' || host.IndexOf(':') == colon);
        return isPort ? host[..colon] : host;
    }
}
