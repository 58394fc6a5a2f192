using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Vindex.Cli.Invocation;

/// <summary>Help as System.CommandLine lays it out, followed by notes and examples.</summary>
internal sealed class ExampledHelp : SynchronousCommandLineAction
{
    private const int NarrowestPage = 60;
    private const int WidestPage = 110;

    private readonly int _width = Math.Clamp(Output.Terminal.Screen.OfStandardOutput().Width, NarrowestPage, WidestPage);

    /// <summary>Help is also for lines that are wrong otherwise.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Puts this help behind every <c>--help</c> of the tree.</summary>
    public static void Attach(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Description = "Show help with examples";
        option.Aliases.Remove("/?");
        option.Aliases.Remove("/h");
        option.Action = new ExampledHelp();
    }

    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        var layout = new StringWriter { NewLine = "\n" };
        configuration.Output = layout;
        new HelpAction { MaxWidth = _width }.Invoke(parseResult);
        configuration.Output = output;
        WriteLayout(layout.ToString(), output);
        var command = parseResult.CommandResult.Command;
        WriteNotes(command, output);
        WriteExamples(command, output);
        return ExitCode.Ok;
    }

    // The library speaks of "additional arguments" where a command takes settings, and leaves blanks where it wraps.
    private static void WriteLayout(string layout, TextWriter output)
    {
        const string heading = "Additional Arguments:";
        var extra = layout.IndexOf(heading, StringComparison.Ordinal);
        if (extra >= 0) layout = layout[..extra];
        foreach (var line in layout.TrimEnd()
            .Replace("[[--] <additional arguments>...]]", "[--Name:Of:Setting=value ...]", StringComparison.Ordinal)
            .Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }
        output.WriteLine();
    }

    private void WriteNotes(Command command, TextWriter output)
    {
        if (command is not ExampledCommand { Notes.Count: > 0 } exampled) return;
        output.WriteLine("Notes:");
        foreach (var note in exampled.Notes)
        {
            foreach (var line in Output.Terminal.TerminalText.Wrap(note, _width - 2)) output.WriteLine($"  {line}");
        }

        output.WriteLine();
    }

    private static void WriteExamples(Command command, TextWriter output)
    {
        IReadOnlyList<Example> examples = command switch
        {
            ExampledCommand exampled => exampled.Examples,
            RootCommand root => [.. root.Subcommands.OfType<ExampledCommand>().Select(c => c.Examples[0])],
            _ => [],
        };
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  {example.Line}");
            output.WriteLine($"      {example.Does}");
        }
    }
}
