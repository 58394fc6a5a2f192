namespace Vindex.Cli.Invocation;

/// <summary>Exit codes. The first three are part of the interface for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>A ticket falls below the gate of <c>--min</c>, or <c>check</c> found damage.</summary>
    public const int BelowGate = 1;

    /// <summary><c>health</c>: the server responds, but is not ready.</summary>
    public const int NotReady = 1;

    /// <summary><c>import</c>: the server refused lines; the others are in.</summary>
    public const int LinesRefused = 1;

    /// <summary>Bad input or wrong arguments, or a command that cannot be carried out; a message says why.</summary>
    public const int BadInput = 2;

    /// <summary>A fault in the program (as EX_SOFTWARE of sysexits.h).</summary>
    public const int Fault = 70;

    /// <summary>Interrupted by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>The reader of the output closed the pipe, as <c>head</c> does (128 + SIGPIPE).</summary>
    public const int BrokenPipe = 141;
}
