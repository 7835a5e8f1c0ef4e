using System.Text;
using AlternatorHandler.Testing.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AlternatorHandler.Testing.Faults;

internal sealed record StatusFault(int StatusCode) : Fault(nameof(Status))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        var title = $"{StatusCode} {ReasonPhrases.GetReasonPhrase(StatusCode)}";
        var page = Encoding.ASCII.GetBytes($"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n");
        return await exchange.SendAsync(new Response(StatusCode, "text/html", page)).ConfigureAwait(false);
    }
}
