namespace AlternatorHandler.Protocol;

internal enum OperationKind
{
    Read,
    Write,
}
