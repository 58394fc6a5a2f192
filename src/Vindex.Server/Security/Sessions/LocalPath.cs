namespace Vindex.Server.Security.Sessions;

/// <summary>Where to redirect after signing in: always a path on this server, whatever the request says.</summary>
internal static class LocalPath
{
    /// <summary>The first page of the portal.</summary>
    public const string Home = "/app";

    private const int MaxLength = 2000;

    /// <summary>The path if it is local, otherwise <see cref="Home"/>.</summary>
    public static string OrHome(string? path) => Or(path, Home);

    /// <summary>The path if it is local, otherwise another one.</summary>
    public static string Or(string? path, string otherwise) => IsLocal(path) ? path! : otherwise;

    // Browsers treat "//host" and "/\host" as other hosts, and drop tabs and line breaks first.
    private static bool IsLocal(string? path) =>
        path is ['/', ..] and { Length: <= MaxLength } && (path.Length == 1 || path[1] is not ('/' or '\\'))
            && !path.Any(c => char.IsControl(c) || c is '\\' || c > 126);
}
