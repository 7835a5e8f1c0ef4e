namespace AlternatorHandler.FunctionalTests.WireMock;

public enum ResetPoint
{
    BeforeResponse,
    InsideBody,
}
