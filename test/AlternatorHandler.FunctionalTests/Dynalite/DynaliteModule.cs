using System.ComponentModel;
using System.Diagnostics;

namespace AlternatorHandler.FunctionalTests;

/// <summary>The Node.js module in this folder, installed on first use.</summary>
internal static class DynaliteModule
{
    private static readonly TimeSpan InstallTimeout = 180.Seconds();

    // Windows starts scripts only by their full name.
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Starts the server's process. Its standard streams are the caller's.</summary>
    /// <exception cref="DynaliteUnavailableException">There is no Node.js here, or dynalite is not installed and cannot be.</exception>
    public static async Task<Process> StartServerAsync()
    {
        var directory = Repository.Path("test", "AlternatorHandler.FunctionalTests", "Dynalite");

        // The last file that npm writes: the installation is complete.
        if (!File.Exists(Path.Combine(directory, "node_modules", ".package-lock.json")))
        {
            await InstallAsync(directory);
        }

        return Start(directory, "node", "server.js");
    }

    private static async Task InstallAsync(string directory)
    {
        using var deadline = new CancellationTokenSource(InstallTimeout);
        using var npm = Start(directory, Npm, "ci", "--no-audit", "--no-fund");
        try
        {
            npm.StandardInput.Close();
            var output = npm.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = npm.StandardError.ReadToEndAsync(deadline.Token);
            await npm.WaitForExitAsync(deadline.Token);
            if (npm.ExitCode != 0)
            {
                throw new DynaliteUnavailableException($"npm ci in {directory} failed with exit code {npm.ExitCode}: {await errors}{await output}");
            }
        }
        catch (OperationCanceledException error)
        {
            npm.Kill(entireProcessTree: true);
            throw new DynaliteUnavailableException($"npm ci in {directory} did not end within {InstallTimeout}.", error);
        }
    }

    private static Process Start(string directory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new DynaliteUnavailableException($"dynalite needs Node.js 20 or later, but {program} cannot be started: {error.Message}", error);
        }
    }
}
