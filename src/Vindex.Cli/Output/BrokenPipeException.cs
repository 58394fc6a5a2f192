namespace Vindex.Cli.Output;

/// <summary>The reader of the output has closed the pipe (<c>| head</c>).</summary>
internal sealed class BrokenPipeException : IOException
{
    public BrokenPipeException()
        : base("The reader of the output has closed the pipe.")
    {
    }
}
