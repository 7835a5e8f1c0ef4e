namespace AlternatorHandler.Nodes;

/// <summary>Defines how the weight of a node grows after it was restored: from a tenth to the whole.</summary>
internal static class SlowStart
{
    public const float FirstWeight = 0.1f;

    /// <param name="progress">The part of the period that has passed, from 0 to 1.</param>
    public static float GetWeight(double progress) => FirstWeight + ((1 - FirstWeight) * (float)progress);
}
