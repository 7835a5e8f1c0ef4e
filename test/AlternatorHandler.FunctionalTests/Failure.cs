namespace AlternatorHandler.FunctionalTests;

internal static class Failure
{
    /// <summary>The exception that an operation ends with. That it does is asserted.</summary>
    public static async Task<Exception> OfAsync(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception exception)
        {
            return exception;
        }

        Assert.Fail("The operation succeeded.");
        throw new InvalidOperationException();
    }
}
