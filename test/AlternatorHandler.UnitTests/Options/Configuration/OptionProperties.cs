using System.Reflection;

namespace AlternatorHandler.UnitTests.Options.Configuration;

/// <summary>The options as reflection finds them, in the order of their declaration.</summary>
internal static class OptionProperties
{
    /// <summary>Code that no configuration can express.</summary>
    private static readonly string[] InCodeOnly = [nameof(AlternatorOptions.MapAddress)];

    public static IEnumerable<PropertyInfo> Of(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !InCodeOnly.Contains(property.Name));

    /// <summary>Whether a type is a group of options.</summary>
    public static bool IsGroup(Type type) => type.IsClass && type.Assembly == typeof(AlternatorOptions).Assembly;

    /// <summary>The path and type of every single option.</summary>
    public static IEnumerable<(string Path, Type Type)> All() => Below(typeof(AlternatorOptions), string.Empty);

    private static IEnumerable<(string Path, Type Type)> Below(Type group, string prefix) => Of(group).SelectMany(property =>
        ItemOf(property.PropertyType) is { } item
            ? IsGroup(item) ? Below(item, $"{prefix}{property.Name}:*:") : [($"{prefix}{property.Name}:*", item)]
            : IsGroup(property.PropertyType) ? Below(property.PropertyType, $"{prefix}{property.Name}:") : [($"{prefix}{property.Name}", property.PropertyType)]);

    /// <summary>What a list holds, or the values of a dictionary.</summary>
    public static Type? ItemOf(Type type) => type.IsGenericType && type.IsInterface ? type.GetGenericArguments()[^1] : null;
}
