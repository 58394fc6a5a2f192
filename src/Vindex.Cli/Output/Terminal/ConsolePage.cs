using System.Text;
using Spectre.Console;

namespace Vindex.Cli.Output.Terminal;

/// <summary>Text for people: pieces with styles, laid out for the width of the screen; without styles where there is no color.</summary>
internal sealed class ConsolePage
{
    // Spectre flushes after each piece: it gets a buffer, the output gets the whole page.
    private readonly StringBuilder _text = new();
    private readonly IAnsiConsole _console;

    public ConsolePage(Screen screen)
    {
        Screen = screen;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = screen.Color ? AnsiSupport.Yes : AnsiSupport.No,
            // The sixteen colors that people choose for their terminal; finer ones are unreadable on some background.
            ColorSystem = screen.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(new StringWriter(_text)),
        });
        _console.Profile.Width = Screen.Unlimited; // lines are broken here, not there
    }

    /// <summary>What it is laid out for.</summary>
    public Screen Screen { get; }

    /// <summary>The width to break lines at.</summary>
    public int Width => Screen.Width;

    /// <summary>Writes a piece of a line.</summary>
    public ConsolePage Write(string text, Style? style = null)
    {
        if (text.Length > 0) _console.Write(new Text(text, style ?? Style.Plain));
        return this;
    }

    /// <summary>Ends a line, after a last piece.</summary>
    public ConsolePage Line(string text = "", Style? style = null)
    {
        Write(text, style);
        _console.WriteLine();
        return this;
    }

    /// <summary>Writes a table; no line of it ends with blanks.</summary>
    public ConsolePage Table(Table table)
    {
        var start = _text.Length;
        _console.Write(table);
        var lines = _text.ToString(start, _text.Length - start).Split('\n');
        _text.Length = start;
        _text.AppendJoin('\n', lines.Select(line => line.TrimEnd(' ')));
        return this;
    }

    /// <summary>Sends the page off.</summary>
    public void SendTo(Stream output)
    {
        output.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        output.Flush();
        _text.Clear();
    }

    /// <summary>
    /// Writes text over as many lines as it needs; the first begins where the line stands (<paramref name="indent"/> columns in), the others there too.
    /// </summary>
    public ConsolePage Wrapped(string text, int indent, Style? style = null)
    {
        var first = true;
        foreach (var line in TerminalText.Wrap(text, Math.Max(20, Width - indent - 1)))
        {
            if (!first) Write(new string(' ', indent));
            Line(line, style);
            first = false;
        }

        return this;
    }
}

/// <summary>How the words of the product look.</summary>
internal static class Styles
{
    public static readonly Style Heading = new(decoration: Decoration.Bold);
    public static readonly Style Faint = new(Color.Grey);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Fair = new(Color.Olive); // the terminal's "yellow"
    public static readonly Style Bad = new(Color.Maroon, decoration: Decoration.Bold); // the terminal's "red"
    public static readonly Style Quote = new(Color.Maroon, decoration: Decoration.Underline);

    /// <summary>The style of a dimension's score, 0–10.</summary>
    public static Style OfScore(int score) => score < Scoring.InvestScores.FailBelow ? Bad : Of(Scoring.Bands.Of(score * 10));

    /// <summary>The style of a band.</summary>
    public static Style Of(Scoring.Band band) => band switch
    {
        Scoring.Band.Healthy => Good,
        Scoring.Band.NeedsReview => Fair,
        _ => Bad,
    };
}
