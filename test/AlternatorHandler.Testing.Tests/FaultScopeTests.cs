using System.Net;
using System.Text;

namespace AlternatorHandler.Testing.Tests;

public class FaultScopeTests
{
    private AlternatorTestCluster _cluster = null!;

    private AlternatorTestNode Node => _cluster[0];

    [SetUp]
    public async Task StartAsync() => _cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 2);

    [TearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task Faults_of_operations_do_not_affect_health_and_discovery()
    {
        Node.Faults.Always(Fault.ResetBeforeBody);
        using var http = new HttpClient();

        Assert.That(await http.GetStringAsync(Node.Address), Does.StartWith("healthy"));
        Assert.That(await http.GetStringAsync(new Uri(Node.Address, "localnodes")), Does.StartWith("["));
        Assert.That(() => http.PostAsync(Node.Address, new StringContent("{}")), Throws.InstanceOf<HttpRequestException>());
    }

    [TestCase(FaultScope.Health, "503 200 400")]
    [TestCase(FaultScope.Discovery, "200 503 400")]
    [TestCase(FaultScope.Health | FaultScope.Discovery, "503 503 400")]
    [TestCase(FaultScope.Everything, "503 503 503")]
    public async Task A_fault_applies_to_the_requests_in_its_scope(FaultScope scope, string expected)
    {
        Node.Faults.Always(Fault.Status(503), scope);
        using var http = new HttpClient();
        using var health = await http.GetAsync(Node.Address);
        using var discovery = await http.GetAsync(new Uri(Node.Address, "localnodes"));
        using var operation = await http.PostAsync(Node.Address, new StringContent("{}"));

        Assert.That($"{(int)health.StatusCode} {(int)discovery.StatusCode} {(int)operation.StatusCode}", Is.EqualTo(expected));
    }

    [Test]
    public async Task A_fault_of_an_operation_does_not_apply_to_other_operations()
    {
        Node.Faults.Always(Fault.Status(503), operation: "PutItem");

        Assert.That(await StatusesAsync("PutItem", "ListTables", "PutItem"), Is.EqualTo("503 200 503"));
    }

    [Test]
    public async Task Faults_of_the_next_requests_apply_in_order_and_before_those_of_all_requests()
    {
        Node.Faults.Always(Fault.Status(501));
        Node.Faults.Always(Fault.Status(504));
        Node.Faults.Next(2, Fault.Status(502));
        Node.Faults.Next(1, Fault.Status(503), operation: "ListTables");

        Assert.That(await StatusesAsync("PutItem", "PutItem", "PutItem", "ListTables", "ListTables"), Is.EqualTo("502 502 504 503 504"));

        Node.Faults.Clear();
        Assert.That(await StatusesAsync("ListTables"), Is.EqualTo("200"));
    }

    [Test]
    public async Task Faults_of_a_node_do_not_apply_to_other_nodes()
    {
        Node.Faults.Always(Fault.Status(503));
        using var http = new HttpClient();
        using var response = await http.PostAsync(_cluster[1].Address, new StringContent("{}"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((Node.RequestCount, _cluster[1].RequestCount), Is.EqualTo((0, 1)));
    }

    private async Task<string> StatusesAsync(params string[] operations)
    {
        var statuses = new List<int>();
        using var http = new HttpClient();
        foreach (var operation in operations)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Node.Address) { Content = new StringContent("{}", Encoding.UTF8) };
            request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
            using var response = await http.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        return string.Join(' ', statuses);
    }
}
