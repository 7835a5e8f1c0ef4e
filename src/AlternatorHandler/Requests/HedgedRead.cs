using AlternatorHandler.Outcomes;
using Polly;

namespace AlternatorHandler.Requests;

/// <summary>The two attempts of one read that may be under way at once.</summary>
internal sealed class HedgedRead(AlternatorCall call, Func<AlternatorCall, ValueTask> attempt)
{
    private AlternatorCall? _first;
    private AlternatorCall? _second;

    public async ValueTask<Outcome<HttpResponseMessage>> FirstAsync(CancellationToken cancellationToken)
    {
        _first = call.Fork(call.Request, tried: [], cancellationToken);
        await attempt(_first).ConfigureAwait(false);
        return _first.Last.ToPolly();
    }

    public async ValueTask<Outcome<HttpResponseMessage>> SecondAsync(CancellationToken cancellationToken)
    {
        using var copy = await RequestCopy.OfAsync(call.Request, call.Uri, cancellationToken).ConfigureAwait(false);
        if (!call.HasTraceHeaders)
        {
            TraceHeaders.Remove(copy);
        }

        _second = call.Fork(copy, tried: _first?.Node is { } node ? [node] : [], cancellationToken);
        await attempt(_second).ConfigureAwait(false);
        return _second.Last.ToPolly();
    }

    /// <summary>Makes the better of the two outcomes the call's: an answer before a failure, the first before the second.</summary>
    public void Settle()
    {
        var (winner, loser) = _second is { Last.Kind: AttemptKind.Answered } && _first is not { Last.Kind: AttemptKind.Answered } ? (_second, _first) : (_first!, _second);
        call.Adopt(winner, loser);
        if (winner.Last.Response is { } response)
        {
            response.RequestMessage = call.Request;
        }
    }
}
