using System.Globalization;

namespace AlternatorHandler.Rigs.Fuzz;

/// <summary>What came of a run.</summary>
/// <param name="Target">The reader.</param>
/// <param name="Inputs">How many inputs it read.</param>
/// <param name="Understood">How many of them it understood.</param>
/// <param name="Elapsed">How long it took, mutation and second opinion included.</param>
/// <param name="Finds">Inputs that broke a rule, one for each way to fail.</param>
internal sealed record FuzzResult(string Target, int Inputs, int Understood, TimeSpan Elapsed, IReadOnlyList<Find> Finds)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Target,-18} {Inputs,10:N0} inputs, {Understood,9:N0} understood, {Inputs / Elapsed.TotalSeconds,9:N0} a second, {Finds.Count} finds");
}
