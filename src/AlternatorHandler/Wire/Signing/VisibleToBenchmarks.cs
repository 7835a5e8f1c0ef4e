using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("AlternatorHandler.Benchmarks")]
