namespace AlternatorHandler.Requests;

/// <summary>Holds requests back until the cluster has nodes to send them to.</summary>
internal interface IRequestGate
{
    /// <summary>Waits until requests can be sent. Completes synchronously, without an allocation, once they can.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);
}
