using System.CommandLine;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Rewrite;

/// <summary>What a command that proposes something was asked.</summary>
/// <param name="File">A path, or <c>-</c>.</param>
/// <param name="Format">One of the command's formats.</param>
/// <param name="Profile">A name or a file; null for the default.</param>
internal sealed record ProposalArguments(string File, string Format, string? Profile);

/// <summary>The argument and options of the commands that propose something.</summary>
internal sealed class ProposalOptions
{
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "Text, CSV, JSON or JSON lines; - reads standard input" }.NotBlank();
    private readonly Option<string> _format;
    private readonly Option<string?> _profile = new("--profile", "-p") { Description = "Scoring profile: a name or a JSON file", HelpName = "NAME|FILE.json" };

    /// <param name="formats">The formats, the default one first.</param>
    /// <param name="description">What they are.</param>
    public ProposalOptions(string[] formats, string description)
    {
        _format = new Option<string>("--format", "-f") { Description = description, HelpName = string.Join('|', formats), DefaultValueFactory = _ => formats[0] };
        _format.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !formats.Contains(result.Tokens[0].Value))
                result.AddError($"unknown format '{result.Tokens[0].Value}'; choose one of {string.Join(", ", formats)}");
        });
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_format);
        command.Options.Add(_profile);
    }

    public ProposalArguments Read(ParseResult parse) => new(parse.GetRequiredValue(_file), parse.GetRequiredValue(_format), parse.GetValue(_profile));
}
