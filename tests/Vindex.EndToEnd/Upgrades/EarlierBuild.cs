using System.Diagnostics;
using System.Formats.Tar;

namespace Vindex.EndToEnd.Upgrades;

/// <summary>
/// An earlier version of the program, built from the repository's history in a folder of its own: the commit or tag that <c>VINDEX_UPGRADE_FROM</c> names, or
/// else the last one whose PostgreSQL schema is one step behind.
/// </summary>
internal sealed class EarlierBuild : IDisposable
{
    private const string Migrations = "src/Vindex.Storage/PostgreSql/Migrations";
    private const int MostSteps = 50;

    private readonly TemporaryFolder _folder;

    private EarlierBuild(TemporaryFolder folder, string commit, int schema, string[] steps)
    {
        _folder = folder;
        Commit = commit;
        Schema = schema;
        Steps = steps;
    }

    /// <summary>The commit that was asked for; null if none was.</summary>
    public static string? Asked { get; } = Environment.GetEnvironmentVariable("VINDEX_UPGRADE_FROM") is { Length: > 0 } commit ? commit : null;

    /// <summary>Its commit.</summary>
    public string Commit { get; }

    /// <summary>Number of its last migration for PostgreSQL.</summary>
    public int Schema { get; }

    /// <summary>The migrations that it lacks.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>The built program.</summary>
    public string Program => Path.Combine(_folder.Path, "source/src/Vindex.Cli/bin/Release/net10.0/vindex.dll");

    /// <summary>Whether servers of this version can be replaced one by one: nothing but one additive migration separates it from the current one.</summary>
    public bool RunsBeside => Steps.Count == 0 || (Steps.Count == 1 && !Steps[0].StartsWith("-- breaking", StringComparison.Ordinal));

    /// <summary>Builds it. Where there is no such commit, returns why.</summary>
    public static async Task<(EarlierBuild? Build, string? Missing)> MakeAsync(CancellationToken cancellationToken)
    {
        var (root, failure) = await TryGitAsync(AppContext.BaseDirectory, ["rev-parse", "--show-toplevel"], cancellationToken);
        if (failure is not null) return (null, $"There is no history to build an earlier version from: {failure}");
        root = root.Trim();
        var own = Directory.GetFiles(Path.Combine(root, Migrations), "*.sql").Order(StringComparer.Ordinal).ToArray();
        if (await CommitAsync(root, own.Length, cancellationToken) is not { } commit)
            return (null, $"The history has no commit with schema {own.Length - 1}; name one in VINDEX_UPGRADE_FROM");

        var schema = await SchemaAsync(root, commit, cancellationToken);
        var folder = new TemporaryFolder();
        try
        {
            await BuildAsync(root, commit, folder.Path, cancellationToken);
            return (new EarlierBuild(folder, commit, schema, [.. own.Skip(schema).Select(File.ReadAllText)]), null);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static async Task<string?> CommitAsync(string root, int schema, CancellationToken cancellationToken)
    {
        if (Asked is { } asked) return (await GitAsync(root, ["rev-parse", "--verify", $"{asked}^{{commit}}"], cancellationToken)).Trim();
        var changes = await GitAsync(root, ["log", "--first-parent", "--format=%H", $"-{MostSteps}", "--", Migrations], cancellationToken);
        foreach (var change in changes.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // A history that was cut off has no parent.
            var (parent, failure) = await TryGitAsync(root, ["rev-parse", "--verify", $"{change}^1"], cancellationToken);
            if (failure is null && await SchemaAsync(root, parent.Trim(), cancellationToken) == schema - 1) return parent.Trim();
        }

        return null;
    }

    private static async Task<int> SchemaAsync(string root, string commit, CancellationToken cancellationToken) =>
        (await GitAsync(root, ["ls-tree", "--name-only", commit, $"{Migrations}/"], cancellationToken))
            .Split('\n').Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

    // From an archive: a worktree would have to be removed from the repository again.
    private static async Task BuildAsync(string root, string commit, string folder, CancellationToken cancellationToken)
    {
        var (archive, source) = (Path.Combine(folder, "source.tar"), Path.Combine(folder, "source"));
        await GitAsync(root, ["archive", "--format=tar", "--output", archive, commit], cancellationToken);
        Directory.CreateDirectory(source);
        await TarFile.ExtractToDirectoryAsync(archive, source, overwriteFiles: false, cancellationToken);
        var (_, failure) = await RunAsync(
            "dotnet",
            source,
            ["build", "src/Vindex.Cli", "-c", "Release", "--nologo", "-v", "q", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false", "-nodeReuse:false"],
            cancellationToken);
        if (failure is not null) throw new InvalidOperationException($"Commit {commit} cannot be built: {failure}");
    }

    private static async Task<string> GitAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var (output, failure) = await TryGitAsync(folder, arguments, cancellationToken);
        return failure is null ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {failure}");
    }

    private static Task<(string Output, string? Failure)> TryGitAsync(string folder, string[] arguments, CancellationToken cancellationToken) =>
        RunAsync("git", folder, arguments, cancellationToken);

    private static async Task<(string Output, string? Failure)> RunAsync(
        string program, string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Of the build that runs this test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return (texts[0], process.ExitCode == 0 ? null : $"code {process.ExitCode}: {string.Concat(texts).Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return ("", e.Message);
        }
    }
}
