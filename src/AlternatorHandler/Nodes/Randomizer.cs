namespace AlternatorHandler.Nodes;

/// <summary>Provides the random numbers for all random choices.</summary>
internal static class Randomizer
{
    /// <summary>The largest part of an interval by which <see cref="Jitter"/> changes it.</summary>
    public const double Spread = 0.2;

    /// <summary>Gets or sets the source of random numbers. Only a simulation sets it, to repeat the same choices; it runs on one thread, in a process of its own.</summary>
#pragma warning disable RS0030 // The only permitted use.
    public static Random Shared { get; set; } = Random.Shared;
#pragma warning restore RS0030

    /// <summary>Adds jitter to an interval, up to a fifth in either direction, so that clients that started together do not stay synchronized.</summary>
    public static TimeSpan Jitter(TimeSpan interval) => interval * (1 - Spread + (2 * Spread * Shared.NextDouble()));
}
