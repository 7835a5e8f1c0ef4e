using AlternatorHandler.Reliability.Load;

namespace AlternatorHandler.Reliability.Storms;

/// <summary>A client in the storm.</summary>
internal interface IContestant : IAsyncDisposable
{
    IOrderStore Store { get; }
}
