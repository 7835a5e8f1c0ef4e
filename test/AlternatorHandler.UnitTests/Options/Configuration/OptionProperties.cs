using System.Reflection;

namespace AlternatorHandler.UnitTests.Options.Configuration;

/// <summary>Enumerates the options by reflection, in the order of their declaration.</summary>
internal static class OptionProperties
{
    /// <summary>The properties that hold code, which configuration cannot express.</summary>
    private static readonly string[] InCodeOnly =
    [
        nameof(AlternatorOptions.MapAddress),
        nameof(AlternatorOptions.NodeSource),
        nameof(AlternatorOptions.CredentialsProvider),
        nameof(AlternatorTlsOptions.ClientCertificateSource),
        nameof(AlternatorTlsOptions.ValidateServerCertificate),
        nameof(AlternatorTransportOptions.ConfigureSocketsHttpHandler),
    ];

    public static IEnumerable<PropertyInfo> GetProperties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !InCodeOnly.Contains(property.Name));

    /// <summary>Determines whether a type is a group of options.</summary>
    public static bool IsGroup(Type type) => type.IsClass && type.Assembly == typeof(AlternatorOptions).Assembly;

    /// <summary>Gets the path and type of each option.</summary>
    public static IEnumerable<(string Path, Type Type)> All() => Enumerate(typeof(AlternatorOptions), string.Empty);

    private static IEnumerable<(string Path, Type Type)> Enumerate(Type group, string prefix) => GetProperties(group).SelectMany(property =>
        GetItemType(property.PropertyType) is { } item
            ? IsGroup(item) ? Enumerate(item, $"{prefix}{property.Name}:*:") : [($"{prefix}{property.Name}:*", item)]
            : IsGroup(property.PropertyType) ? Enumerate(property.PropertyType, $"{prefix}{property.Name}:") : [($"{prefix}{property.Name}", property.PropertyType)]);

    /// <summary>Gets the type of the items of a list, or of the values of a dictionary.</summary>
    public static Type? GetItemType(Type type) => type.IsGenericType && type.IsInterface ? type.GetGenericArguments()[^1] : null;
}
