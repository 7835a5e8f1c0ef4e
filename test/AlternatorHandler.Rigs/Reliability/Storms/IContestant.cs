using AlternatorHandler.Rigs.Reliability.Load;

namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>A client in the storm.</summary>
internal interface IContestant : IAsyncDisposable
{
    IOrderStore Store { get; }
}
