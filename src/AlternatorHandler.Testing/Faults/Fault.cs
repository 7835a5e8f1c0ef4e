using AlternatorHandler.Testing.Faults;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing;

/// <summary>Something that goes wrong with a request. Given to <see cref="AlternatorTestNode.Faults"/>.</summary>
/// <remarks>An operation that is not executed leaves no trace in the tables; one that is executed did its work, whatever the client sees.</remarks>
public abstract record Fault
{
    private protected Fault(string name) => Name = name;

    /// <summary>Gets the connection reset (RST) when the headers have arrived and the body has not been read. Not executed.</summary>
    public static Fault ResetBeforeBody { get; } = new ResetBeforeBodyFault();

    /// <summary>Gets the response that is lost: the operation is executed, then the connection is reset (RST).</summary>
    public static Fault LostReply { get; } = new LostReplyFault();

    /// <summary>Gets the orderly end of the connection (FIN) after the request has been read, without a response. Not executed.</summary>
    public static Fault CloseBeforeReply { get; } = new CloseBeforeReplyFault();

    /// <summary>Gets the node that reads the request and never answers. Not executed.</summary>
    /// <remarks>It ends when the client leaves, the node stops, or the faults are cleared; the connection is closed then.</remarks>
    public static Fault Hang { get; } = new HangFault();

    /// <summary>Gets the node that reads no more than the headers, so that the client cannot even send a large body. Not executed.</summary>
    /// <remarks>It ends like <see cref="Hang"/>, but the node notices that a client left only if that had sent less than it could.</remarks>
    public static Fault HangWithoutReading { get; } = new HangWithoutReadingFault();

    /// <summary>Gets the response that ends in the middle: executed, the whole length promised, half the body sent, then the connection reset (RST).</summary>
    public static Fault TruncatedBody { get; } = new TruncatedBodyFault();

    /// <summary>Gets bytes that are no HTTP instead of a response. Not executed.</summary>
    public static Fault Garbage { get; } = new GarbageFault();

    /// <summary>Gets the refusal of a node with too many requests in flight: 400 <c>RequestLimitExceeded</c>, sent before the body is read. Not executed.</summary>
    /// <remarks>The connection is closed without having said so. A request without a body leaves it open, as nothing is unread.</remarks>
    public static Fault Shed { get; } = new ShedFault();

    /// <summary>Gets the name under which <see cref="RecordedRequest.Fault"/> mentions it.</summary>
    public string Name { get; }

    /// <summary>A node that takes its time: the operation is executed, and answered, that much later, even if the client has left.</summary>
    /// <param name="delay">How long, by the cluster's clock. Clearing the faults ends the wait.</param>
    public static Fault Delay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new DelayFault(delay);
    }

    /// <summary>A response that trickles: the headers and the first bytes at once, the others one portion after the other. Executed.</summary>
    /// <param name="bytes">How many bytes of the body come at a time.</param>
    /// <param name="interval">The time between two portions, by the cluster's clock. Clearing the faults ends the wait.</param>
    public static Fault Drip(int bytes, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        return new DripFault(bytes, interval);
    }

    /// <summary>A 500 of ScyllaDB's own.</summary>
    /// <param name="message">Its message; <see cref="ServerErrors"/> has those of a real node.</param>
    /// <param name="executed">Whether the operation is executed nevertheless, as after a timeout it may have been.</param>
    public static Fault InternalServerError(string message, bool executed = false) => new InternalServerErrorFault(message, executed);

    /// <summary>An error in HTML, as a proxy in front of the node sends it: 502, 503, 504. Not executed.</summary>
    /// <param name="statusCode">The status, from 400 to 599.</param>
    public static Fault Status(int statusCode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return new StatusFault(statusCode);
    }

    /// <summary>A limit on throughput that is the same on every node. Not executed.</summary>
    /// <param name="type">The type of the error: <c>ProvisionedThroughputExceededException</c>, <c>ThrottlingException</c>, or <c>RequestLimitExceeded</c> for the limit of a partition.</param>
    public static Fault Throttle(string type = "ProvisionedThroughputExceededException") => new ThrottleFault(type);

    internal abstract Task<ConnectionAction> ApplyAsync(Exchange exchange);
}
