namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>A cable from the client to one node, with a name for each of its ends.</summary>
internal interface ILink : IAsyncDisposable
{
    /// <summary>Gets the interface of the client.</summary>
    string Near { get; }

    /// <summary>Gets the interface of the node.</summary>
    string Far { get; }
}
