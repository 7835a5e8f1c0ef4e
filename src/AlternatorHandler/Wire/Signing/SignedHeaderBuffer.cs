using System.Runtime.CompilerServices;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Room on the stack for the headers of a usual request: an SDK's has six that are signed.</summary>
[InlineArray(Capacity)]
internal struct SignedHeaderBuffer
{
    public const int Capacity = 8;

    private SignedHeader _first;
}
