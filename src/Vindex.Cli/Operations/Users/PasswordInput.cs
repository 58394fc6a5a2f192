using System.Text;

namespace Vindex.Cli.Operations.Users;

/// <summary>Reads a password without showing it on the command line or screen.</summary>
internal static class PasswordInput
{
    /// <summary>From the terminal without showing it, or the first line of standard input; null when there is none.</summary>
    public static string? Read()
    {
        var text = Console.IsInputRedirected ? Console.In.ReadLine() : Ask();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string Ask()
    {
        Console.Error.Write("Password: ");
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar)) text.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
