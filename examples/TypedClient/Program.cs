using TypedClient;

if (args is ["--serve"])
{
    await Nodes.ServeAsync();
    return 0;
}

return await Demonstration.RunAsync(CancellationToken.None);
