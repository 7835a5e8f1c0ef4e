using System.Net;

namespace AlternatorHandler.Testing.Cluster;

/// <summary>Converts numbers to loopback addresses: 1 is <c>127.0.0.1</c>, 254 is <c>127.0.0.254</c>, 255 is <c>127.0.1.1</c>.</summary>
internal static class LoopbackHost
{
    private const int PerSubnet = 254;

    public static IPAddress GetAddress(int number) =>
        new([127, 0, checked((byte)((number - 1) / PerSubnet)), (byte)(((number - 1) % PerSubnet) + 1)]);
}
