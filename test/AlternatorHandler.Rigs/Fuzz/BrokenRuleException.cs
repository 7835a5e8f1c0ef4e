namespace AlternatorHandler.Rigs.Fuzz;

/// <summary>A reader made of an input what it must not.</summary>
internal sealed class BrokenRuleException(string message) : Exception(message)
{
    public static void ThrowIf(bool isBroken, string rule)
    {
        if (isBroken)
        {
            throw new BrokenRuleException(rule);
        }
    }
}
