using AlternatorHandler.Outcomes;
using Polly;

namespace AlternatorHandler.Requests;

/// <summary>Represents a read that may have two attempts in flight at once.</summary>
internal sealed class HedgedRead(AlternatorCall call, Func<AlternatorCall, ValueTask<AttemptOutcome>> attempt)
{
    private AlternatorCall? _first;
    private AlternatorCall? _second;
    private AttemptOutcome? _firstOutcome;
    private AttemptOutcome? _secondOutcome;

    public async ValueTask<Outcome<HttpResponseMessage>> SendFirstAsync(CancellationToken cancellationToken)
    {
        _first = call.Fork(call.Request, tried: [], cancellationToken);
        var outcome = await attempt(_first).ConfigureAwait(false);
        _firstOutcome = outcome;
        return outcome.ToPolly();
    }

    public async ValueTask<Outcome<HttpResponseMessage>> SendSecondAsync(CancellationToken cancellationToken)
    {
        using var copy = await RequestCopy.CloneAsync(call.Request, call.Uri, cancellationToken).ConfigureAwait(false);
        if (!call.HasTraceHeaders)
        {
            TraceHeaders.Remove(copy);
        }

        _second = call.Fork(copy, tried: _first?.Node is { } node ? [node] : [], cancellationToken);
        var outcome = await attempt(_second).ConfigureAwait(false);
        _secondOutcome = outcome;
        return outcome.ToPolly();
    }

    /// <summary>Chooses between the outcomes: a response is preferred to a failure, and the first attempt to the second. The response of the other attempt is disposed.</summary>
    /// <returns>The outcome, or <see langword="null"/> if neither attempt completed.</returns>
    public AttemptOutcome? SelectOutcome()
    {
        var isSecond = _firstOutcome is null || (_secondOutcome?.Kind == AlternatorAttemptOutcome.Answered && _firstOutcome?.Kind != AlternatorAttemptOutcome.Answered);
        var (winner, outcome, loser, lost) = isSecond
            ? (_second, _secondOutcome, _first, _firstOutcome)
            : (_first, _firstOutcome, _second, _secondOutcome);
        lost?.Response?.Dispose();
        if (winner is null || outcome is null)
        {
            return null;
        }

        // The losing attempt is abandoned, which is not a failure of its node.
        call.Join(winner, winner.Failures.Concat(loser?.Failures ?? []).Where(failure => failure.Kind != AlternatorAttemptOutcome.Abandoned || outcome?.Kind == AlternatorAttemptOutcome.Abandoned));
        if (outcome?.Response is { } response)
        {
            response.RequestMessage = call.Request;
        }

        return outcome;
    }
}

/// <summary>Creates copies of requests that can be sent while the original is in flight. The body is copied too, because the original's buffer belongs to the caller.</summary>
internal static class RequestCopy
{
    public static async Task<HttpRequestMessage> CloneAsync(HttpRequestMessage request, Uri uri, CancellationToken cancellationToken)
    {
        var copy = new HttpRequestMessage(request.Method, uri) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (key, value) in (IDictionary<string, object?>)request.Options)
        {
            ((IDictionary<string, object?>)copy.Options)[key] = value;
        }

        if (request.Content is { } content)
        {
            copy.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            foreach (var (name, values) in content.Headers.NonValidated)
            {
                copy.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return copy;
    }
}
