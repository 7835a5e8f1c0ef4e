namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>One request of a row: an operation, by one of the clients, in one of the modes.</summary>
internal sealed record MatrixCell(MatrixOperation Operation, MatrixClient Client, AlternatorRetryWritesMode RetryWrites)
{
    public static readonly IReadOnlyList<MatrixCell> All =
    [
        .. from operation in MatrixOperation.All
           from client in Enum.GetValues<MatrixClient>()
           from mode in Enum.GetValues<AlternatorRetryWritesMode>()
           select new MatrixCell(operation, client, mode),
    ];

    /// <summary>Gets the key of the item that only this request touches, and the name by which the nodes' records tell its attempts.</summary>
    public string Id { get; } = $"{Operation.Name}-{Client}-{RetryWrites}";

    public override string ToString() => Id;
}
