using System.CommandLine;

namespace Vindex.Cli.Invocation;

/// <summary><c>vindex completion</c>: prints the script with which a shell completes commands and options.</summary>
internal static class CompletionCommand
{
    // The scripts ask the program itself (System.CommandLine's [suggest] directive), so they never have to be renewed.
    private const string Bash = """
        _vindex() {
          local line=${COMP_LINE#"${COMP_WORDS[0]}"} word=${COMP_WORDS[COMP_CWORD]}
          line=vindex$line
          local at=$((COMP_POINT - ${#COMP_WORDS[0]} + 6))
          mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$at]" "$line" 2>/dev/null)" -- "$word")
        }
        complete -o default -F _vindex vindex ./vindex
        """;

    private const string Zsh = """
        #compdef vindex
        _vindex() {
          local -a found
          local line="vindex${BUFFER#${words[1]}}"
          found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          compadd -a found || _files
        }
        compdef _vindex vindex ./vindex
        """;

    private const string Fish = """
        function __vindex_complete
          set -l words (commandline -opc)
          set -l line (string replace -- $words[1] vindex (commandline -cp))
          $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c vindex -a '(__vindex_complete)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampledCommand("completion", "Print the script for completing commands and options in a shell")
        {
            Examples =
            [
                new("source <(./vindex completion bash)", "in this bash; put the line into ~/.bashrc for all"),
                new("./vindex completion zsh > ~/.zfunc/_vindex", "for zsh, with ~/.zfunc in fpath"),
                new("./vindex completion fish > ~/.config/fish/completions/vindex.fish", "for fish"),
            ],
        };
        command.Arguments.Add(shell);
        command.SetAction(parse =>
        {
            Console.Out.WriteLine(parse.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Ok;
        });
        return command;
    }
}
