using AlternatorHandler.Testing;
using AspNetCoreApi;

var isSelfTest = args.Contains("--self-test");
var builder = WebApplication.CreateBuilder([.. args.Where(argument => argument != "--self-test")]);

// Without a configured cluster, three nodes run in this process.
var isEmbedded = isSelfTest || !builder.Configuration.GetSection("Alternator:Seeds").Exists();
await using var nodes = isEmbedded ? await AlternatorTestCluster.StartAsync() : null;
if (nodes is not null)
{
    builder.Configuration["Alternator:Seeds:0"] = nodes[0].Address.ToString();
}

if (isSelfTest)
{
    return await SelfTest.RunAsync(builder, nodes!);
}

await using var app = Api.Build(builder, nodes);
await app.StartAsync();
var address = app.Urls.First().TrimEnd('/');
Console.WriteLine($"Dashboard:   {address}/alternator");
if (nodes is not null)
{
    Console.WriteLine($"Kill a node: curl -X POST {address}/nodes/2/kill     (then .../nodes/2/revive)");
}

await app.WaitForShutdownAsync();
return 0;
