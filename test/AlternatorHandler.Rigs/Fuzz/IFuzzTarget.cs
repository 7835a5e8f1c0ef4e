namespace AlternatorHandler.Rigs.Fuzz;

/// <summary>Something that reads what others wrote.</summary>
internal interface IFuzzTarget
{
    /// <summary>Gets its name, which is that of its folder of the corpus.</summary>
    string Name { get; }

    /// <summary>Gets what the mutator writes into inputs: the words that the reader knows.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Reads one input and checks what came of it against a second opinion.</summary>
    /// <returns>Whether it was understood.</returns>
    /// <exception cref="BrokenRuleException">The result is wrong. So is any other exception.</exception>
    bool Read(byte[] input);
}
