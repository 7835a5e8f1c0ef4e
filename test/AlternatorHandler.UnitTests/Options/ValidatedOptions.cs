using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.Options;

/// <summary>Resolves options from a service provider, which validates them.</summary>
internal static class ValidatedOptions
{
    /// <summary>Gets the errors of options that were valid before <paramref name="change"/>.</summary>
    public static IReadOnlyList<string> GetErrors(Action<AlternatorOptions> change)
    {
        using var services = new ServiceCollection()
            .AddAlternatorLoadBalancing(options =>
            {
                options.Seeds.Add(new Uri("http://10.0.0.1:8000"));
                change(options);
            })
            .Services
            .BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<AlternatorOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            // The errors of nested annotations begin with the name of the nested object.
            return [.. exception.Failures];
        }
    }
}
