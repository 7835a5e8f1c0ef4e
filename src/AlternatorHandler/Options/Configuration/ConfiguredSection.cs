using Microsoft.Extensions.Configuration;

namespace AlternatorHandler.Options.Configuration;

/// <summary>A section of configuration that tells a cluster's options.</summary>
/// <param name="Name">The name of the cluster.</param>
/// <param name="Configuration">The section.</param>
internal sealed record ConfiguredSection(string Name, IConfiguration Configuration)
{
    /// <summary>Gets what stands ahead of an option's path, with a colon at its end, or nothing if the options are all there is.</summary>
    public string Prefix => Configuration is IConfigurationSection section ? section.Path + ConfigurationPath.KeyDelimiter : string.Empty;
}
