using System.Text;

namespace AlternatorHandler.FunctionalTests;

/// <summary>A stream that can be read once, like that of an upload.</summary>
internal sealed class OneWayStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text), writable: false)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();
}
