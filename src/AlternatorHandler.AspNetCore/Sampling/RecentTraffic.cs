namespace AlternatorHandler.AspNetCore.Sampling;

/// <param name="Attempts">The number of attempts.</param>
/// <param name="PerSecond">The same by time.</param>
/// <param name="LatencyMilliseconds">The mean time of the answers, or <see langword="null"/> if there were none.</param>
internal readonly record struct RecentTraffic(long Attempts, double PerSecond, double? LatencyMilliseconds);
