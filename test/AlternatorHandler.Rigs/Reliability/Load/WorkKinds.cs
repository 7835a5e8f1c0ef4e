namespace AlternatorHandler.Rigs.Reliability.Load;

internal static class WorkKinds
{
    public static WorkGroup Group(this WorkKind kind) => kind switch
    {
        WorkKind.Get or WorkKind.Query => WorkGroup.Read,
        WorkKind.Add or WorkKind.ConditionalPut => WorkGroup.OtherWrite,
        _ => WorkGroup.IdempotentWrite,
    };

    /// <summary>Tells whether the request carries the number of its operation, so that the tables' log shows each application. A key alone has no room for it.</summary>
    public static bool IsMarked(this WorkKind kind) => kind is not (WorkKind.Get or WorkKind.Query or WorkKind.Delete);
}
