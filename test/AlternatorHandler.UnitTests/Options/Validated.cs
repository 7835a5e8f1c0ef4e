using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.Options;

/// <summary>Options as a container hands them out: registered, and checked when they are read.</summary>
internal static class Validated
{
    /// <summary>What is wrong with options that were good until <paramref name="change"/>.</summary>
    public static IReadOnlyList<string> Errors(Action<AlternatorOptions> change)
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
            // The annotations of nested options are told with the name of the nested object ahead.
            return [.. exception.Failures];
        }
    }
}
