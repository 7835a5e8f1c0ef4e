using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>A network interface whose packets this process reads and writes. It can be moved to another namespace and stays ours.</summary>
internal sealed class TunDevice : IDisposable
{
    public const string ControlFile = "/dev/net/tun";

    private const int RequestLength = 40;
    private const int NameLength = 16;
    private const nuint SetInterface = 0x400454ca;      // TUNSETIFF
    private const short PlainPackets = 0x0001 | 0x1000; // IFF_TUN | IFF_NO_PI

    private readonly SafeFileHandle _file;

    private TunDevice(string name, SafeFileHandle file)
    {
        Name = name;
        _file = file;
    }

    public string Name { get; }

    public static TunDevice Open(string name)
    {
        var file = File.OpenHandle(ControlFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var request = new byte[RequestLength];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(NameLength), PlainPackets);
        if (Control(file, SetInterface, request) != 0)
        {
            throw new InvalidOperationException($"The interface {name} cannot be made: error {Marshal.GetLastPInvokeError()}");
        }

        return new TunDevice(name, file);
    }

    /// <exception cref="IOException">The interface is gone.</exception>
    public int Read(byte[] packet) => Checked(Read(_file, packet, (nuint)packet.Length));

    /// <exception cref="IOException">The interface is gone or down.</exception>
    public void Write(byte[] packet) => Checked(Write(_file, packet, (nuint)packet.Length));

    public void Dispose() => _file.Dispose();

    private static int Checked(nint result) => result >= 0 ? (int)result : throw new IOException($"error {Marshal.GetLastPInvokeError()}");

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, nuint request, byte[] argument);

    // System.IO takes the device for a file that has positions.
    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(SafeFileHandle file, byte[] buffer, nuint length);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(SafeFileHandle file, byte[] buffer, nuint length);
}
