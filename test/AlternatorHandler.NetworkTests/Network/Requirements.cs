namespace AlternatorHandler.NetworkTests.Network;

/// <summary>Tells whether this machine lets tests have networks of their own.</summary>
internal static class Requirements
{
    /// <summary>Says what is missing, or returns <see langword="null"/>.</summary>
    public static async Task<string?> MissingAsync()
    {
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
