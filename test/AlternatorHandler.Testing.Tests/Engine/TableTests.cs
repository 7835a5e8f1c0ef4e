namespace AlternatorHandler.Testing.Tests.Engine;

public class TableTests
{
    private const string Keys = "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}]";

    [Test]
    public void The_description_of_a_table_has_the_members_that_the_SDK_needs()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("");

        var table = engine.Ok("DescribeTable", "{'TableName':'hash'}")["Table"]!;

        Assert.That((string)table["TableStatus"]!, Is.EqualTo("ACTIVE"));
        Assert.That((string)table["TableArn"]!, Is.EqualTo("arn:scylla:alternator:alternator_hash:scylla:table/hash"));
        Assert.That(Guid.TryParse((string)table["TableId"]!, out _));
        Assert.That(EngineFixture.Text(table["KeySchema"]), Is.EqualTo("[{'AttributeName':'p','KeyType':'HASH'}]"));
        Assert.That(EngineFixture.Text(table["AttributeDefinitions"]), Is.EqualTo("[{'AttributeName':'p','AttributeType':'S'}]"));
        Assert.That((string)table["BillingModeSummary"]!["BillingMode"]!, Is.EqualTo("PAY_PER_REQUEST"));
        Assert.That((int)table["ProvisionedThroughput"]!["ReadCapacityUnits"]!, Is.Zero);
        Assert.That((int)table["ItemCount"]!, Is.EqualTo(1));
        Assert.That(
            DateTimeOffset.FromUnixTimeMilliseconds((long)(1000 * (double)table["CreationDateTime"]!)),
            Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void A_deleted_table_no_longer_exists_and_neither_do_its_items()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("");

        Assert.That((string)engine.Ok("DeleteTable", "{'TableName':'hash'}")["TableDescription"]!["TableStatus"]!, Is.EqualTo("DELETING"));
        Assert.That(
            engine.Error("GetItem", "{'TableName':'hash','Key':{'p':{'S':'k'}}}"),
            Is.EqualTo("ResourceNotFoundException: Requested resource not found: Table: hash not found"));
        engine.Ok("CreateTable", $"{{'TableName':'hash','BillingMode':'PAY_PER_REQUEST',{Keys}}}");
        Assert.That(engine.Item(), Is.Null);
    }

    [Test]
    public void A_table_cannot_be_created_twice()
    {
        var engine = EngineFixture.WithTables();

        Assert.That(
            engine.Error("CreateTable", $"{{'TableName':'hash','BillingMode':'PAY_PER_REQUEST',{Keys}}}"),
            Is.EqualTo("ResourceInUseException: Table hash already exists"));
    }

    [TestCase("'TableName':'ab','BillingMode':'PAY_PER_REQUEST'," + Keys, "at least 3 characters")]
    [TestCase("'TableName':'a b c','BillingMode':'PAY_PER_REQUEST'," + Keys, "[a-zA-Z0-9_.-]+")]
    [TestCase("'TableName':'new'," + Keys, "ProvisionedThroughput must be specified")]
    [TestCase("'TableName':'new','BillingMode':'PAY_PER_REQUEST','ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':1}," + Keys, "cannot be specified")]
    [TestCase("'TableName':'new','BillingMode':'FREE'," + Keys, "BillingMode must be one of")]
    [TestCase("'TableName':'new','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'AttributeDefinitions':[]", "not defined in AttributeDefinitions: p")]
    [TestCase("'TableName':'new','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'p','KeyType':'RANGE'}],'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}]", "HASH element first")]
    [TestCase("'TableName':'new','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'q','AttributeType':'S'}]", "attribute q, which no key uses")]
    [TestCase("'TableName':'new','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'BOOL'}]", "AttributeType must be one of S, N, B; got 'BOOL'")]
    [TestCase("'TableName':'new','BillingMode':'PAY_PER_REQUEST','StreamSpecification':{'StreamEnabled':true,'StreamViewType':'ALL'}," + Keys, "StreamViewType must be one of")]
    public void An_invalid_definition_is_rejected(string request, string reason)
    {
        var engine = new EngineFixture();

        Assert.That(engine.Error("CreateTable", $"{{{request}}}"), Does.StartWith("ValidationException: ").And.Contains(reason));
        Assert.That(EngineFixture.Text(engine.Ok("ListTables", "{}")), Is.EqualTo("{'TableNames':[]}"));
    }

    [Test]
    public void Tables_are_listed_in_pages()
    {
        var engine = new EngineFixture();
        foreach (var name in (string[])["tab3", "tab1", "tab2"])
        {
            engine.Ok("CreateTable", $"{{'TableName':'{name}','BillingMode':'PAY_PER_REQUEST',{Keys}}}");
        }

        Assert.That(EngineFixture.Text(engine.Ok("ListTables", "{'Limit':2}")), Is.EqualTo("{'TableNames':['tab1','tab2'],'LastEvaluatedTableName':'tab2'}"));
        Assert.That(EngineFixture.Text(engine.Ok("ListTables", "{'Limit':2,'ExclusiveStartTableName':'tab2'}")), Is.EqualTo("{'TableNames':['tab3']}"));
        Assert.That(engine.Error("ListTables", "{'Limit':0}"), Does.Contain("got 0"));
    }

    [TestCase("TransactWriteItems", "{}", "UnknownOperationException: Unsupported operation TransactWriteItems")]
    [TestCase("", "{}", "UnknownOperationException: Unsupported operation ")]
    [TestCase("GetItem", "", "ValidationException: Parsing JSON failed: ")]
    [TestCase("GetItem", "{'TableName'", "ValidationException: Parsing JSON failed: ")]
    [TestCase("GetItem", "[]", "ValidationException: Request content must be an object")]
    [TestCase("GetItem", "{}", "ValidationException: Missing mandatory parameter TableName")]
    [TestCase("GetItem", "{'TableName':5}", "ValidationException: Expected string value for attribute TableName, got: 5")]
    [TestCase("GetItem", "{'TableName':'hash'}", "ValidationException: Missing mandatory parameter Key")]
    [TestCase("PutItem", "{'TableName':'hash','Item':{'p':{'S':'k'}},'ReturnValues':'ALL_NEW'}", "ValidationException: ReturnValues must be one of NONE, ALL_OLD; got 'ALL_NEW'")]
    [TestCase("PutItem", "{'TableName':'hash','Item':{'p':{'S':'k'}},'Expected':{},'ConditionExpression':'a = b'}", "ValidationException: Can not use both expression and non-expression parameters")]
    public void An_invalid_request_is_rejected(string operation, string request, string error)
    {
        Assert.That(EngineFixture.WithTables().Error(operation, request), Does.StartWith(error));
    }
}
