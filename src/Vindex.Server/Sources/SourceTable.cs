namespace Vindex.Server.Sources;

/// <summary>The sources, by name.</summary>
internal static class SourceTable
{
    // One source per line, each in its own file.
    public static IReadOnlyList<ISource> All { get; } =
    [
        new JiraForge(),
        new GitHub(),
        new GitLab(),
        new AzureDevOps(),
        new Linear(),
        new Generic(),
    ];

    public static ISource? Find(string name) => All.FirstOrDefault(source => source.Name == name);
}
