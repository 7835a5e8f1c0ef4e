using System.Net;
using AlternatorHandler.Rigs.Simulation.Time;

namespace AlternatorHandler.Rigs.Simulation.Nodes;

/// <summary>A node that works on a few requests at a time, lets the others wait, and has the faults that a scenario gives it.</summary>
internal sealed class SimulatedNode(Uri address, string datacenter, TimeSpan roundTrip, VirtualClock clock, Random random)
{
    private const int Workers = 4;
    private const int MaxInFlight = 200;
    private const int Slowness = 10;

    private static readonly TimeSpan QuickAnswer = TimeSpan.FromMilliseconds(0.2);

    private readonly Queue<Exchange> _waiting = new();
    private readonly List<Exchange> _open = [];
    private int _working;
    private int _life;
    private Fault _fault;

    public Uri Address { get; } = address;

    public string Datacenter { get; } = datacenter;

    /// <summary>Gets or sets a value indicating whether peers list the node.</summary>
    public bool IsListed { get; set; } = true;

    public bool IsIsolated => _fault == Fault.Isolated;

    public void Suffer(Fault fault)
    {
        if (fault == Fault.Gone || _fault == Fault.Silent)
        {
            LoseAll();
        }

        _fault = fault;
    }

    /// <summary>Receives a request for an operation on data.</summary>
    public Task<HttpResponseMessage> WorkAsync(CancellationToken cancellationToken)
    {
        var exchange = new Exchange(clock, roundTrip, cancellationToken);
        switch (_fault)
        {
            case Fault.Gone:
                exchange.Refuse();
                break;
            case Fault.Shedding:
                Shed(exchange);
                break;
            case Fault.Failing:
                exchange.Answer(HttpStatusCode.InternalServerError, """{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"failed"}""");
                break;
            default:
                Accept(exchange);
                break;
        }

        return exchange.Reply;
    }

    /// <summary>Receives a request that costs the node nothing: of its health, or of its list.</summary>
    public Task<HttpResponseMessage> TellAsync(string body, CancellationToken cancellationToken)
    {
        var exchange = new Exchange(clock, roundTrip, cancellationToken);
        if (_fault == Fault.Gone)
        {
            exchange.Refuse();
            return exchange.Reply;
        }

        _open.Add(exchange);
        After(QuickAnswer, exchange, () => exchange.Answer(HttpStatusCode.OK, body));
        return exchange.Reply;
    }

    private static void Shed(Exchange exchange) => exchange.Answer(
        HttpStatusCode.BadRequest,
        """{"__type":"com.amazonaws.dynamodb.v20120810#RequestLimitExceeded","message":"too many in-flight requests (configured via max_concurrent_requests_per_shard): 200"}""");

    private void Accept(Exchange exchange)
    {
        if (_working + _waiting.Count >= MaxInFlight && _fault != Fault.Silent)
        {
            Shed(exchange);
            return;
        }

        _open.Add(exchange);
        _waiting.Enqueue(exchange);
        WorkOn();
    }

    private void WorkOn()
    {
        while (_working < Workers && _fault != Fault.Silent && _waiting.TryDequeue(out var exchange))
        {
            _working++;
            After(ServiceTime.Draw(random) * (_fault == Fault.Slow ? Slowness : 1), exchange, () =>
            {
                _working--;
                exchange.Answer(HttpStatusCode.OK, "{}");
                WorkOn();
            });
        }
    }

    /// <summary>Ends an exchange later, unless the node is then silent, or no longer what it was.</summary>
    private void After(TimeSpan time, Exchange exchange, Action end)
    {
        var life = _life;
        clock.Schedule(clock.Now + time, Phase.World, () =>
        {
            if (life == _life && _fault != Fault.Silent)
            {
                _open.Remove(exchange);
                end();
            }
        });
    }

    private void LoseAll()
    {
        _life++;
        _working = 0;
        _waiting.Clear();
        _open.ForEach(exchange => exchange.Reset());
        _open.Clear();
    }
}
