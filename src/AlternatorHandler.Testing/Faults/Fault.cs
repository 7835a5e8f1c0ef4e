using AlternatorHandler.Testing.Faults;
using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing;

/// <summary>Represents a fault that a node applies to a request. Passed to <see cref="AlternatorTestNode.Faults"/>.</summary>
/// <remarks>Each fault specifies whether the operation is executed. An executed operation changes the tables even if the client receives no response.</remarks>
public abstract record Fault
{
    private protected Fault(string name) => Name = name;

    /// <summary>Gets a fault that resets the connection (RST) after the headers have arrived, without reading the body. The operation is not executed.</summary>
    public static Fault ResetBeforeBody { get; } = new ResetBeforeBodyFault();

    /// <summary>Gets a fault that executes the operation and then resets the connection (RST) without a response.</summary>
    public static Fault LostReply { get; } = new LostReplyFault();

    /// <summary>Gets a fault that reads the request and then closes the connection (FIN) without a response. The operation is not executed.</summary>
    public static Fault CloseBeforeReply { get; } = new CloseBeforeReplyFault();

    /// <summary>Gets a fault that reads the request and never responds. The operation is not executed.</summary>
    /// <remarks>It ends when the client disconnects, the node stops, or the faults are cleared. The connection is then closed.</remarks>
    public static Fault Hang { get; } = new HangFault();

    /// <summary>Gets a fault that reads only the headers, so that the client cannot finish sending a large body. The operation is not executed.</summary>
    /// <remarks>It ends like <see cref="Hang"/>. If the client has filled the receive buffer of the node, however, the node does not notice that the client disconnects.</remarks>
    public static Fault HangWithoutReading { get; } = new HangWithoutReadingFault();

    /// <summary>Gets a fault that executes the operation, sends the headers with the full length and half of the body, and then resets the connection (RST).</summary>
    public static Fault TruncatedBody { get; } = new TruncatedBodyFault();

    /// <summary>Gets a fault that sends bytes that are not HTTP instead of a response. The operation is not executed.</summary>
    public static Fault Garbage { get; } = new GarbageFault();

    /// <summary>Gets a fault that rejects the request before its body is read, as an overloaded node does: with status 400, <c>RequestLimitExceeded</c>. The operation is not executed.</summary>
    /// <remarks>The connection is closed without a <c>Connection: close</c> header. After a request without a body it stays open.</remarks>
    public static Fault Shed { get; } = new ShedFault();

    /// <summary>Gets the name of the fault, as in <see cref="RecordedRequest.Fault"/>.</summary>
    public string Name { get; }

    /// <summary>Creates a fault that delays the execution of the operation and the response. The operation is executed even if the client has disconnected.</summary>
    /// <param name="delay">The delay, by the clock of the cluster. It ends early when the faults are cleared.</param>
    public static Fault Delay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new DelayFault(delay);
    }

    /// <summary>Creates a fault that sends the body of the response in small portions. The operation is executed, and the headers and the first portion are sent immediately.</summary>
    /// <param name="bytes">The number of bytes in a portion.</param>
    /// <param name="interval">The time between two portions, by the clock of the cluster. It ends early when the faults are cleared.</param>
    public static Fault Drip(int bytes, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        return new DripFault(bytes, interval);
    }

    /// <summary>Creates a fault that responds with status 500 as ScyllaDB does.</summary>
    /// <param name="message">The message of the error. <see cref="ServerErrors"/> has the messages of a real node.</param>
    /// <param name="executed"><see langword="true"/> to execute the operation before the response, as may happen when it times out.</param>
    public static Fault InternalServerError(string message, bool executed = false) => new InternalServerErrorFault(message, executed);

    /// <summary>Creates a fault that responds with an HTML page, as a proxy in front of the node does with status 502, 503 or 504. The operation is not executed.</summary>
    /// <param name="statusCode">The status code, from 400 to 599.</param>
    public static Fault Status(int statusCode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        return new StatusFault(statusCode);
    }

    /// <summary>Creates a fault that responds with a throttling error, which applies to all nodes alike. The operation is not executed.</summary>
    /// <param name="type">The type of the error: <c>ProvisionedThroughputExceededException</c>, <c>ThrottlingException</c>, or <c>RequestLimitExceeded</c> for the rate limit of a partition.</param>
    public static Fault Throttle(string type = "ProvisionedThroughputExceededException") => new ThrottleFault(type);

    internal abstract Task<ConnectionAction> ApplyAsync(Exchange exchange);
}
