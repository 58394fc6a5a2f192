using System.CommandLine;
using System.CommandLine.Parsing;
using Vindex.Server.Web.Requests;

namespace Vindex.Cli.Invocation;

/// <summary>Reports errors in the arguments, with suggestions and a pointer to the help.</summary>
internal static class UsageErrors
{
    /// <summary>Whether the line can be carried out.</summary>
    public static bool HasNone(ParseResult parse) => parse.Errors.Count == 0 && Unknown(parse) is null;

    /// <summary>Returns the exit code.</summary>
    public static int Report(ParseResult parse, TextWriter error)
    {
        var command = parse.CommandResult.Command;
        var path = Path(command);
        var unknown = Unknown(parse);
        if (command is RootCommand && unknown is not null)
        {
            var nearest = Nearest.Of(unknown, unknown.StartsWith('-') ? OptionNames(command) : command.Subcommands.Select(c => c.Name));
            error.WriteLine($"vindex: unknown {(unknown.StartsWith('-') ? "option" : "command")} '{unknown}'{Meant(nearest)}");
        }
        else if (command is RootCommand)
        {
            error.WriteLine($"vindex: no command given; choose one of {string.Join(", ", command.Subcommands.Select(c => c.Name))}");
        }
        else if (unknown is not null && unknown.StartsWith('-'))
        {
            var name = unknown.Split('=')[0];
            error.WriteLine($"{path}: unknown option '{name}'{Meant(Nearest.Of(name, OptionNames(command)))}");
        }
        else if (unknown is not null)
        {
            error.WriteLine($"{path}: unexpected argument '{unknown}'");
        }
        else
        {
            foreach (var message in parse.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal)) error.WriteLine($"{path}: {message}");
        }

        error.WriteLine($"Run '{path} --help' for usage and examples.");
        return ExitCode.BadInput;
    }

    private static string? Unknown(ParseResult parse) =>
        MistypedOption(parse)
        ?? parse.UnmatchedTokens.FirstOrDefault(token => parse.CommandResult.Command is not ExampledCommand { TakesSettings: true } || !IsSetting(token));

    /// <summary>An option that was read as the argument, as a mistyped one is; its value is then what cannot be read.</summary>
    private static string? MistypedOption(ParseResult parse) => parse.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .FirstOrDefault(text => text.Length > 1 && text[0] == '-' && (text[1] == '-' || char.IsAsciiLetter(text[1])));

    private static bool IsSetting(string token) =>
        token.StartsWith("--", StringComparison.Ordinal) && token.IndexOf(':') is > 2 and var colon && token.IndexOf('=') > colon;

    private static string Meant(string? nearest) => nearest is null ? "" : $"; did you mean '{nearest}'?";

    private static string Path(Command command) =>
        command is RootCommand ? "vindex" : $"{Path(command.Parents.OfType<Command>().First())} {command.Name}";

    private static IEnumerable<string> OptionNames(Command command) =>
        command.Options.Where(o => !o.Hidden)
            .SelectMany(o => o.Aliases.Append(o.Name))
            .Where(n => n.StartsWith("--", StringComparison.Ordinal))
            .Append("--help");
}
