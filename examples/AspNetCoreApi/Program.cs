using AlternatorHandler.Testing;
using AspNetCoreApi;
using AspNetCoreApi.Orders;

var isSelfTest = args.Contains("--self-test");
var builder = WebApplication.CreateBuilder([.. args.Where(argument => argument != "--self-test")]);

// Without a cluster of your own, three nodes run in this process.
AlternatorTestCluster? nodes = null;
if (isSelfTest || !builder.Configuration.GetSection("Alternator:Seeds").Exists())
{
    nodes = await AlternatorTestCluster.StartAsync();
    builder.Configuration["Alternator:Seeds:0"] = nodes[0].Address.ToString();
}

if (isSelfTest)
{
    builder.WebHost.UseUrls("http://127.0.0.1:0");
}

try
{
    await using var app = Api.Build(builder);
    await app.Services.GetRequiredService<OrderStore>().CreateTableAsync(CancellationToken.None);
    await app.StartAsync();
    if (isSelfTest)
    {
        return await SelfTest.RunAsync(app, nodes!);
    }

    await app.WaitForShutdownAsync();
    return 0;
}
finally
{
    if (nodes is not null)
    {
        await nodes.DisposeAsync();
    }
}
