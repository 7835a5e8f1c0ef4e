namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>The table as a worker uses it, whatever client is below.</summary>
internal interface IOrderStore
{
    Task CreateTableAsync();

    /// <summary>Returns the order, or <see langword="null"/> if there is none.</summary>
    Task<Order?> GetAsync(string customer, string id);

    /// <summary>Returns the orders of a customer, so many at most.</summary>
    Task<IReadOnlyList<Order>> QueryAsync(string customer, int limit);

    Task PutAsync(Order order);

    /// <exception cref="ConditionFailedException">The order exists.</exception>
    Task PutNewAsync(Order order);

    Task DeleteAsync(string customer, string id);

    Task SetAsync(string customer, string id, string mark);

    /// <summary>Counts one more hit.</summary>
    Task AddAsync(string customer, string id, string mark);

    Task WriteAsync(string customer, IReadOnlyList<Order> puts, IReadOnlyList<string> deletes);
}
