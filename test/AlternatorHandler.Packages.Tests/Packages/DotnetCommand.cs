using System.Diagnostics;

namespace AlternatorHandler.Packages.Tests.Packages;

/// <summary>Runs <c>dotnet</c>.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a command, which must succeed.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // The test host's own settings are not those of a user. A server that stays behind would keep the pipes open, and this test waiting.
        foreach (var variable in start.Environment.Keys.Where(IsOfTestHost).ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            Assert.That(process.ExitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}\n{output}\n{await errors}");
            return output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'dotnet {string.Join(' ', arguments)}' did not end within {Patience}.");
        }
    }

    private static bool IsOfTestHost(string variable) =>
        variable.StartsWith("MSBuild", StringComparison.Ordinal) || variable.StartsWith("VSTEST", StringComparison.Ordinal) || variable is "DOTNET_HOST_PATH" or "TESTINGPLATFORM";
}
