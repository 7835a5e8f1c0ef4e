namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>Checks whether tests can have networks of their own on this machine.</summary>
internal static class Requirements
{
    private const string Variable = "ALTERNATOR_NETWORK_TESTS";

    /// <summary>Returns what is missing, or <see langword="null"/>.</summary>
    public static async Task<string?> MissingAsync()
    {
        // These tests create network namespaces and interfaces as root, which a user of the machine does not expect of a test: only on request.
        if (Environment.GetEnvironmentVariable(Variable) != "1")
        {
            return $"{Variable} is not 1";
        }

        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return "needs Linux and root";
        }

        try
        {
            await NetworkNamespace.RemoveLeftoversAsync();
            await using var host = await NetworkNamespace.CreateAsync();
            await using var link = await VethLink.CreateAsync($"alt{Environment.ProcessId:x}probe", host);
            await link.LoseAsync(Direction.Both, 0.5);
            return null;
        }
        catch (InvalidOperationException error)
        {
            return $"this machine lacks iproute2, or its kernel lacks network namespaces, veth or traffic control with packet filters: {error.Message}";
        }
    }
}
