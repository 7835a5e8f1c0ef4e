namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>An item as it is written and read: its key, and what Put, SET and ADD left.</summary>
internal sealed record Order(string Customer, string Id, string Body, string Mark, int Hits)
{
    public const string Table = "Orders";

    public static Order New(string customer, string id, string body) => new(customer, id, body, Mark: "new", Hits: 0);
}
