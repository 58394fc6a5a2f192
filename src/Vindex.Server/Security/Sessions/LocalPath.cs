namespace Vindex.Server.Security.Sessions;

/// <summary>Where to go on to after signing in: a place on this server, whatever the address of the form says.</summary>
internal static class LocalPath
{
    /// <summary>The first page of the portal.</summary>
    public const string Home = "/app";

    private const int MaxLength = 2000;

    /// <summary>The path when it cannot lead elsewhere, else <see cref="Home"/>.</summary>
    public static string OrHome(string? path) => IsLocal(path) ? path! : Home;

    // "//host" and "/\host" are other hosts to a browser, and it drops tabs and line ends before it looks.
    private static bool IsLocal(string? path) =>
        path is ['/', ..] and { Length: <= MaxLength } && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(c => char.IsControl(c) || c is '\\' || c > 126);
}
