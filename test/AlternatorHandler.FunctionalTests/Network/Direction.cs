namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>The way that packets go.</summary>
public enum Direction
{
    Both,
    ToNode,
    FromNode,
}
