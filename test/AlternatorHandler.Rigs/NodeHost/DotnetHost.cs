using System.Runtime.InteropServices;

namespace AlternatorHandler.Rigs.NodeHost;

/// <summary>What runs this process: a test host is no dotnet, and the one in the path may be another version.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
