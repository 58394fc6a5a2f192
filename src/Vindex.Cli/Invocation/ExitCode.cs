namespace Vindex.Cli.Invocation;

/// <summary>How the commands end. The first three are a promise to scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>A ticket falls below the gate of <c>--min</c>, or <c>check</c> found damage.</summary>
    public const int BelowGate = 1;

    /// <summary><c>import</c>: the server refused lines; the others are in.</summary>
    public const int LinesRefused = 1;

    /// <summary>Bad input or wrong arguments, or a command that cannot be carried out; a message says why.</summary>
    public const int BadInput = 2;

    /// <summary>A fault in the program (as EX_SOFTWARE of sysexits.h).</summary>
    public const int Fault = 70;

    /// <summary>Ended by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read our output stopped reading, as <c>head</c> does (128 + SIGPIPE).</summary>
    public const int BrokenPipe = 141;
}
