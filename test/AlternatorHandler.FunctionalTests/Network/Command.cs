using System.Diagnostics;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>Runs programs of iproute2.</summary>
internal static class Command
{
    /// <summary>Runs a command line.</summary>
    /// <param name="line">The command and its arguments, without spaces in them.</param>
    /// <param name="lastArgument">An argument with spaces in it, if there is one.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed, or there is no such program.</exception>
    public static async Task<string> RunAsync(string line, string? lastArgument = null)
    {
        using var process = Start(lastArgument is null ? line.Split(' ') : [.. line.Split(' '), lastArgument]);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{line} {lastArgument}' failed: {(await errors).Trim()}");
    }

    private static Process Start(string[] words)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"{words[0]} cannot be run (it is part of iproute2): {error.Message}", error);
        }
    }
}
