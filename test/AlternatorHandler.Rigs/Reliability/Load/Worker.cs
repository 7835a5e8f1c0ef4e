using AlternatorHandler.Rigs.Reliability.Journals;

namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>Does one operation after the other on the orders of a customer of its own, and knows what each read must return.</summary>
/// <remarks>
/// An order lives on: it is put, read, changed, and deleted as the oldest. No key is used twice, and an order comes to its turn again only after many others,
/// so that a late replay of one write cannot be taken for the loss of the next.
/// </remarks>
internal sealed class Worker(string customer, IOrderStore store, Journal journal, int seed)
{
    private const int FewestOrders = 30;
    private const int MostOrders = 100;

    // As many of each as keep the number of orders about even.
    private static readonly WorkKind[] Mix =
    [
        WorkKind.Get, WorkKind.Get, WorkKind.Query,
        WorkKind.Put, WorkKind.ConditionalPut, WorkKind.Delete, WorkKind.Delete, WorkKind.BatchWrite, WorkKind.Set,
        WorkKind.Add, WorkKind.Add,
    ];

    private readonly Random _random = new(seed);
    private readonly Queue<OrderEntry> _orders = new();
    private readonly Dictionary<string, OrderEntry> _known = [];
    private int _lastOrder;

    public string Customer => customer;

    public async Task DoNextAsync()
    {
        var drawn = Mix[_random.Next(Mix.Length)];
        var kind = _orders.Count < FewestOrders ? WorkKind.Put : _orders.Count > MostOrders ? WorkKind.Delete : drawn;
        var operation = journal.Begin(kind);
        await (kind switch
        {
            WorkKind.Get => GetAsync(operation),
            WorkKind.Query => QueryAsync(operation),
            WorkKind.Put => PutAsync(operation, store.PutAsync),
            WorkKind.ConditionalPut => PutAsync(operation, store.PutNewAsync),
            WorkKind.Delete => DeleteAsync(operation),
            WorkKind.Set => SetAsync(operation),
            WorkKind.Add => AddAsync(operation),
            _ => WriteAsync(operation),
        });
    }

    /// <summary>Compares all orders of the customer, read when nothing is under way any more, with what they must be.</summary>
    public void Verify(IReadOnlyList<Order> orders)
    {
        var read = orders.ToDictionary(order => order.Id);
        foreach (var entry in _known.Values)
        {
            Check("at the end", entry, read.GetValueOrDefault(entry.Id));
        }

        foreach (var order in orders.Where(order => !_known.ContainsKey(order.Id)))
        {
            journal.Violated($"at the end: {order} was deleted or never written");
        }
    }

    private async Task GetAsync(Operation operation)
    {
        var entry = Take();
        var (isAcknowledged, order) = await operation.RunAsync(() => store.GetAsync(customer, entry.Id));
        if (isAcknowledged)
        {
            Check("GetItem", entry, order);
        }
    }

    private async Task QueryAsync(Operation operation)
    {
        var (isAcknowledged, orders) = await operation.RunAsync(() => store.QueryAsync(customer, limit: 20));
        foreach (var order in isAcknowledged ? orders! : [])
        {
            if (_known.TryGetValue(order.Id, out var entry))
            {
                Check("Query", entry, order);
            }
            else
            {
                journal.Violated($"Query of {customer}: {order} was deleted or never written, or is the data of another request");
            }
        }
    }

    private async Task PutAsync(Operation operation, Func<Order, Task> put)
    {
        var order = New(operation);
        var entry = Know(order);
        Written(entry, await operation.RunAsync(() => put(order)));
    }

    private async Task DeleteAsync(Operation operation)
    {
        var entry = _orders.Dequeue();
        Deleted(entry, await operation.RunAsync(() => store.DeleteAsync(customer, entry.Id)));
    }

    private async Task WriteAsync(Operation operation)
    {
        Order[] puts = [New(operation), New(operation)];
        OrderEntry[] put = [.. puts.Select(Know)];
        OrderEntry[] deleted = [_orders.Dequeue(), _orders.Dequeue()];
        var isAcknowledged = await operation.RunAsync(() => store.WriteAsync(customer, puts, [.. deleted.Select(entry => entry.Id)]));
        Array.ForEach(put, entry => Written(entry, isAcknowledged));
        Array.ForEach(deleted, entry => Deleted(entry, isAcknowledged));
    }

    private async Task SetAsync(Operation operation)
    {
        var entry = Take();
        entry.MarkSet(operation.Mark, await operation.RunAsync(() => store.SetAsync(customer, entry.Id, operation.Mark)));
    }

    private async Task AddAsync(Operation operation)
    {
        var entry = Take();
        entry.Hit(await operation.RunAsync(() => store.AddAsync(customer, entry.Id, operation.Mark)));
    }

    /// <summary>The order whose turn it is. It then waits for all others.</summary>
    private OrderEntry Take()
    {
        var entry = _orders.Dequeue();
        _orders.Enqueue(entry);
        return entry;
    }

    private Order New(Operation operation)
    {
        var id = $"{customer}-{++_lastOrder}";
        return Order.New(customer, id, $"{operation.Mark};{id}");
    }

    private OrderEntry Know(Order order) => _known[order.Id] = new OrderEntry(order) { MayBeAbsent = true };

    // Only orders that are surely there are worked on.
    private void Written(OrderEntry entry, bool isAcknowledged)
    {
        if (isAcknowledged)
        {
            entry.MayBeAbsent = false;
            _orders.Enqueue(entry);
        }
    }

    private void Deleted(OrderEntry entry, bool isAcknowledged)
    {
        if (isAcknowledged)
        {
            _known.Remove(entry.Id);
        }
        else
        {
            entry.MayBeAbsent = true;
        }
    }

    private void Check(string where, OrderEntry entry, Order? read)
    {
        if (entry.Contradiction(read) is { } contradiction)
        {
            journal.Violated($"{where}: {contradiction}");
        }
    }
}
