namespace AlternatorHandler.Outcomes;

/// <summary>The names of outcomes in metrics and spans: they stay when the code is renamed.</summary>
internal static class AttemptKindNames
{
    public static string Name(this AttemptKind kind) => kind switch
    {
        AttemptKind.Answered => "answered",
        AttemptKind.NotSent => "not_sent",
        AttemptKind.Shed => "shed",
        AttemptKind.Throttled => "throttled",
        AttemptKind.Broken => "broken",
        AttemptKind.BadGateway => "bad_gateway",
        AttemptKind.ServerError => "server_error",
        AttemptKind.NodeWentDown => "node_went_down",
        AttemptKind.OutOfTime => "out_of_time",
        _ => "abandoned",
    };
}
