namespace Vindex.Cli.Output;

/// <summary>Whoever reads our output has stopped (<c>| head</c>): there is nobody left to write for.</summary>
internal sealed class ReaderGoneException : IOException
{
    public ReaderGoneException()
        : base("The reader of the output has closed the pipe.")
    {
    }
}
