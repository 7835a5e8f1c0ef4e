namespace Quickstart;

/// <summary>Shows what goes on.</summary>
internal interface IReport
{
    /// <summary>Shows the nodes until <paramref name="run"/> ends, however it ends.</summary>
    Task ShowUntilAsync(Task run);
}
