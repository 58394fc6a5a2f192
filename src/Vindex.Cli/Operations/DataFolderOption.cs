using System.CommandLine;
using Vindex.Cli.Invocation;

namespace Vindex.Cli.Operations;

/// <summary><c>--data</c>, the same for every command that opens a store.</summary>
internal static class DataFolderOption
{
    /// <summary>Names the data folder where <c>--data</c> does not.</summary>
    public const string Variable = "VINDEX_DATA";

    /// <summary>The folder of the <c>vindex</c> script; set by it.</summary>
    private const string RootVariable = "VINDEX_ROOT";

    public static Option<string?> Create() => new Option<string?>("--data", "-d")
    {
        Description = $"Data folder [default: {Variable}, or .vindex/data beside the script]",
        HelpName = "DIR",
    }.NotBlank();

    /// <summary>The folder that is meant: the option, the variable, or <c>.vindex/data</c> beside the script.</summary>
    public static string Resolve(string? option) => Path.GetFullPath(FirstGiven(option, Environment.GetEnvironmentVariable(Variable)) ?? Beside("data"));

    /// <summary>A folder in <c>.vindex</c> beside the script, or in the current folder when the program was started without it.</summary>
    public static string Beside(string name) => Path.Combine(FirstGiven(Environment.GetEnvironmentVariable(RootVariable)) ?? ".", ".vindex", name);

    private static string? FirstGiven(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value)) return value;
        }

        return null;
    }
}
