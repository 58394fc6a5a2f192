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
        Description = $"Data folder [default: {Variable}, or {Default("data")}]",
        HelpName = "DIR",
    }.NotBlank();

    /// <summary>The folder that is meant: the option, the variable, or the default.</summary>
    public static string Resolve(string? option) => Path.GetFullPath(FirstGiven(option, Environment.GetEnvironmentVariable(Variable)) ?? Beside("data"));

    /// <summary>
    /// A folder in <c>.vindex</c> beside the script. Without the script, as in a published folder, a folder of the user's (on Linux
    /// <c>~/.local/share/vindex</c>), so that commands find the same data wherever they are started.
    /// </summary>
    public static string Beside(string name) => FirstGiven(Environment.GetEnvironmentVariable(RootVariable)) is { } root
        ? Path.Combine(root, ".vindex", name)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "vindex", name);

    /// <summary>The default folder, as help shows it.</summary>
    public static string Default(string name) =>
        FirstGiven(Environment.GetEnvironmentVariable(RootVariable)) is null ? Beside(name) : $".vindex/{name} beside the script";

    private static string? FirstGiven(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value)) return value;
        }

        return null;
    }
}
