using System.CommandLine;

namespace Vindex.Cli.Invocation;

/// <summary>Files and folders as arguments: an empty name is a mistake (usually an unset variable), not the current folder.</summary>
internal static class NamedPath
{
    /// <summary>Refuses an empty FILE.</summary>
    public static Argument<string> NotBlank(this Argument<string> argument)
    {
        argument.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>())) result.AddError($"{argument.Name} is empty; name a file");
        });
        return argument;
    }

    /// <summary>Refuses an empty name.</summary>
    public static Option<string?> NotBlank(this Option<string?> option)
    {
        option.Validators.Add(result =>
        {
            if (result is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
                result.AddError($"{option.Name} is empty; name a {(option.HelpName == "FILE" ? "file" : "folder")}");
        });
        return option;
    }
}
