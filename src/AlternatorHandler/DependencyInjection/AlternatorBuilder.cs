using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.DependencyInjection;

internal sealed record AlternatorBuilder(string Name, IServiceCollection Services) : IAlternatorBuilder;
