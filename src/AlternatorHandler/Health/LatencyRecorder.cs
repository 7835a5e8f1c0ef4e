using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;




namespace AlternatorHandler.Health;

/// <summary>Tells a node's latency how long an attempt on it took.</summary>
internal static class LatencyRecorder
{
    /// <param name="latency">The node's.</param>
    /// <param name="latencyClass">What was asked for.</param>
    /// <param name="kind">How the attempt ended.</param>
    /// <param name="duration">From sending to the last byte of the reply.</param>
    /// <param name="connects"><see cref="NodeLatency.Connects"/> when the attempt began. A connect or a TLS handshake is not the node's speed.</param>
    public static void Record(NodeLatency latency, LatencyClass latencyClass, AttemptKind kind, TimeSpan duration, int connects)
    {
        if (latencyClass == LatencyClass.NotMeasured)
        {
            return;
        }

        switch (kind)
        {
            case AttemptKind.Answered when latency.Connects == connects:
                latency[latencyClass].Answered(duration);
                break;

            case AttemptKind.Abandoned or AttemptKind.OutOfTime when latency.Connects == connects:
                latency[latencyClass].GivenUp(duration);
                break;

            // A failure and a refusal are as bad as a slow answer, however fast they come: else a node would attract requests by failing them.
            case AttemptKind.Broken or AttemptKind.BadGateway or AttemptKind.ServerError or AttemptKind.Shed:
                latency[latencyClass].Failed();
                break;
        }
    }
}
