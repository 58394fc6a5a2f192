using System.Diagnostics;

namespace Vindex.Cli.Output.Terminal;

/// <summary>A bar on the last line of a terminal, drawn over itself. It appears only when the work takes a while, and leaves nothing behind.</summary>
/// <param name="terminal">Standard error when that is a terminal; null shows nothing.</param>
/// <param name="width">Columns of the terminal.</param>
/// <param name="fraction">Fraction done, 0–1; null if unknown.</param>
/// <param name="doing">The work.</param>
/// <param name="counted">What is counted, in the singular.</param>
internal sealed class ProgressBar(TextWriter? terminal, int width, Func<double?> fraction, string doing = "judging", string counted = "ticket")
{
    private const int Cells = 30;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(100);

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private long _drawn;
    private bool _visible;

    /// <summary>Shows nothing.</summary>
    public static ProgressBar None { get; } = new(null, 0, () => null);

    /// <summary>So many are done.</summary>
    public void Advance(long done)
    {
        if (terminal is null || Stopwatch.GetElapsedTime(_started) < s_patience || Stopwatch.GetElapsedTime(_drawn) < s_pace) return;
        lock (_lock)
        {
            _drawn = Stopwatch.GetTimestamp();
            _visible = true;
            terminal.Write($"\r\e[K{TerminalText.Fit(Line(done, fraction(), doing, counted), width - 1)}");
            terminal.Flush();
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (!_visible) return;
            terminal!.Write("\r\e[K");
            terminal.Flush();
            _visible = false;
        }
    }

    /// <summary>Takes the bar away to write something in its place; it comes back with the next one. From any thread.</summary>
    public void Interrupt(Action write)
    {
        lock (_lock)
        {
            Clear();
            write();
        }
    }

    /// <summary>The bar as text.</summary>
    internal static string Line(long done, double? fraction, string doing = "judging", string counted = "ticket")
    {
        if (fraction is not { } part) return $"{doing} … {TerminalText.Count(done, counted)}";
        var filled = (int)(Math.Clamp(part, 0, 1) * Cells);
        return $"{doing} [{new string('█', filled)}{new string('░', Cells - filled)}] {Math.Clamp(part, 0, 1),4:0%}  {TerminalText.Count(done, counted)}";
    }
}
