using System.Reflection;

namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>How the library under test names itself to nodes.</summary>
internal static class OwnProduct
{
    public static readonly string Text = "alternator-handler-dotnet/"
        + typeof(IAlternatorCluster).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
