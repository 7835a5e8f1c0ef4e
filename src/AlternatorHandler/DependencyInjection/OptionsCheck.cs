using AlternatorHandler.Options;
using AlternatorHandler.Options.Configuration;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.DependencyInjection;

/// <summary>Validates the options of a cluster and their configuration, and reports all errors at once, each with its path in configuration.</summary>
internal sealed class OptionsCheck(
    IEnumerable<ConfiguredSection> sections,
    AlternatorOptionsValidator annotations,
    AlternatorOptionsCrossValidator rules) : IValidateOptions<AlternatorOptions>
{
    public ValidateOptionsResult Validate(string? name, AlternatorOptions options)
    {
        var own = sections.Where(section => section.Name == name).ToArray();
        var prefix = own.Length > 0 ? own[^1].Prefix : string.Empty;
        var errors = own.SelectMany(section => ConfigurationCheck.Create(section.Configuration).Errors).ToList();
        foreach (var result in (ReadOnlySpan<ValidateOptionsResult>)[annotations.Validate(name, options), rules.Validate(name, options)])
        {
            errors.AddRange((result.Failures ?? []).Select(error => IsPath(error) ? prefix + error : error));
        }

        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    // Other errors begin with the name of a member that only code can set.
    private static bool IsPath(string error) => ConfigurationTree.Root.Find(error.Split(':', ' ')[0]) is not null;
}
