namespace AlternatorHandler.Routing;

internal enum OperationKind
{
    Read,
    Write,
}
