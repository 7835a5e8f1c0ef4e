namespace AlternatorHandler.FunctionalTests.Tls;

internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string text)
    {
        File.WriteAllText(Path, text);
    }

    public TemporaryFile(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    public void Dispose() => File.Delete(Path);
}
