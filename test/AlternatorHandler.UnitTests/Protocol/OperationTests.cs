using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Protocol;

public sealed class OperationTests
{
    [TestCase("DynamoDB_20120810.GetItem", "GetItem", true)]
    [TestCase("DynamoDB_20120810.Query", "Query", true)]
    [TestCase("DynamoDBStreams_20120810.GetRecords", "GetRecords", true)]
    [TestCase("DynamoDB_20120810.PutItem", "PutItem", false)]
    [TestCase("DynamoDB_20120810.TransactWriteItems", "TransactWriteItems", false)]
    [TestCase("DynamoDB_20120810.getitem", "getitem", false)]
    [TestCase("Anything.GetItem", "GetItem", true)]
    [TestCase("GetItem", "GetItem", true)]
    [TestCase("a.GetItem.b", "GetItem.b", false)]
    [TestCase("DynamoDB_20120810.", "", false)]
    public void The_operation_name_follows_the_first_dot_and_an_unknown_operation_is_a_write(string target, string name, bool isRead)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://service/");
        request.Headers.TryAddWithoutValidation("x-amz-target", target);

        var operation = Operation.FromRequest(request);

        Assert.That((operation.Name, operation.Kind), Is.EqualTo((name, isRead ? OperationKind.Read : OperationKind.Write)));
    }

    [TestCase("GET", true)]
    [TestCase("HEAD", true)]
    [TestCase("OPTIONS", true)]
    [TestCase("POST", false)]
    [TestCase("DELETE", false)]
    public void A_request_without_an_operation_is_classified_by_its_method(string method, bool isRead)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://service/");

        var operation = Operation.FromRequest(request);

        Assert.That((operation.Name, operation.Kind), Is.EqualTo(((string?)null, isRead ? OperationKind.Read : OperationKind.Write)));
    }
}
