namespace AlternatorHandler.Nodes;

/// <summary>Provides all random choices.</summary>
internal static class Randomizer
{
    /// <summary>The part of an interval by which <see cref="Jitter"/> changes it at most.</summary>
    public const double Spread = 0.2;

    /// <summary>Gets or sets the source. Only a simulation sets it, to repeat the same choices; it runs on one thread and has a process of its own.</summary>
#pragma warning disable RS0030 // This is the one place.
    public static Random Shared { get; set; } = Random.Shared;
#pragma warning restore RS0030

    /// <summary>Changes an interval by up to a fifth either way, so that clients that started together do not act together forever.</summary>
    public static TimeSpan Jitter(TimeSpan interval) => interval * (1 - Spread + (2 * Spread * Shared.NextDouble()));
}
