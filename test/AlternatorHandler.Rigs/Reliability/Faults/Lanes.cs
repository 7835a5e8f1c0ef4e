namespace AlternatorHandler.Rigs.Reliability.Faults;

/// <summary>The places of faults that are not a node's.</summary>
internal static class Lanes
{
    public const int Membership = -1;
    public const int Names = -2;
}
