namespace Vindex.Cli.Output.Terminal;

/// <summary>What output goes to: a terminal or something else, and what it can show.</summary>
/// <param name="IsTerminal">Whether it is a terminal.</param>
/// <param name="Color">Colors and styles may be used: a terminal that is not dumb, and no <c>NO_COLOR</c> (no-color.org).</param>
/// <param name="Width">Columns; of a pipe or file, without a limit that matters.</param>
internal sealed record Screen(bool IsTerminal, bool Color, int Width)
{
    /// <summary>Columns of what has no width.</summary>
    public const int Unlimited = 100_000;

    private const int Usual = 80;

    /// <summary>Standard output.</summary>
    public static Screen OfStandardOutput() => Of(Console.IsOutputRedirected);

    /// <summary>Standard error.</summary>
    public static Screen OfStandardError() => Of(Console.IsErrorRedirected);

    private static Screen Of(bool redirected)
    {
        if (redirected) return new Screen(false, false, Unlimited);
        var color = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new Screen(true, color, TerminalWidth());
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : Usual;
        }
        catch (IOException)
        {
            return Usual; // a terminal that does not report it
        }
    }
}
