namespace AlternatorHandler.Benchmarks.Paired;

/// <summary>One of the cases that are compared.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">Does it so many times, and completes synchronously.</param>
internal sealed record PairedCase(string Name, Func<int, Task> Run);
