using System.CommandLine;

namespace Vindex.Cli.Invocation;

/// <summary>A line that can be typed, and what it does.</summary>
internal sealed record Example(string Line, string Does);

/// <summary>A command whose help ends with notes and examples.</summary>
internal sealed class ExampledCommand(string name, string description) : Command(name, description)
{
    /// <summary>Settings of the server may stand on the line: <c>--Name:Of:Setting=value</c>. The server knows their names and refuses others.</summary>
    public bool TakesSettings
    {
        get => !TreatUnmatchedTokensAsErrors;
        init => TreatUnmatchedTokensAsErrors = !value;
    }

    /// <summary>What the options alone do not tell, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Lines to type.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];
}
