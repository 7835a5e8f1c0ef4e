using System.Net;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.Rigs.Tests;

public sealed class NodeProcessTests
{
    [Test]
    public async Task A_node_process_listens_and_lists_as_its_arguments_specify()
    {
        var command = new NodeArguments { Listen = [IPAddress.Parse("127.0.9.1"), IPAddress.Parse("127.0.9.2")], List = [IPAddress.Parse("127.0.9.3")], Canned = 5 };
        Uri[] addresses;
        using var http = new HttpClient();
        await using (var nodes = await NodeProcess.StartAsync(command))
        {
            addresses = [.. nodes.Addresses];
            Assert.That(addresses.Select(address => address.Host), Is.EqualTo(["127.0.9.1", "127.0.9.2"]));
            Assert.That(await http.GetStringAsync(new Uri(addresses[1], "localnodes")), Is.EqualTo("[\"127.0.9.3\"]"));

            using var get = new HttpRequestMessage(HttpMethod.Post, addresses[0]) { Headers = { { "X-Amz-Target", "DynamoDB_20120810.GetItem" } }, Content = new StringContent("{}") };
            using var reply = await http.SendAsync(get);
            Assert.That(await reply.Content.ReadAsStringAsync(), Is.EqualTo("""{"Item":{"Id":{"S":"xxxxx"}}}"""));
        }

        Assert.That(() => http.GetStringAsync(addresses[0]), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void Arguments_are_parsed_as_they_were_written()
    {
        var command = new NodeArguments { Listen = [IPAddress.Parse("127.0.9.1")], Port = 8000, List = [IPAddress.Parse("127.0.9.3")], Canned = 5 };

        var read = NodeArguments.Parse([.. command.ToArguments()]);

        Assert.That(read.ToArguments(), Is.EqualTo(command.ToArguments()));
    }

    [TestCase("--port")]
    [TestCase("--port", "70000")]
    [TestCase("--listen", "nowhere")]
    [TestCase("--unknown", "1")]
    public void Invalid_arguments_are_refused(params string[] arguments) =>
        Assert.That(() => NodeArguments.Parse(arguments), Throws.InstanceOf<FormatException>());
}
