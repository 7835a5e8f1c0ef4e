using System.Runtime.InteropServices;

namespace AlternatorHandler.Rigs.NodeHost;

/// <summary>Locates the dotnet host of the running framework: a test host is not dotnet, and the one in the path may have another version.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
