namespace AlternatorHandler.Nodes;

/// <summary>Where all random choices come from.</summary>
internal static class Chance
{
    /// <summary>Gets or sets the source. Only a simulation sets it, to have the same choices again; it runs on one thread and has a process of its own.</summary>
#pragma warning disable RS0030 // This is the one place.
    public static Random Source { get; set; } = Random.Shared;
#pragma warning restore RS0030
}
