using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>
/// A project's name within the statistics engine: the company's id, a slash, the project's name. The id instead of the slug, so that a company that is
/// deleted and created again with the same slug never uses its old blocks.
/// </summary>
internal static class EngineProject
{
    public static string Name(ProjectKey project) => $"{project.CompanyId}/{project.Name}";

    public static ProjectKey Key(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? throw new ArgumentException($"\"{name}\" does not name a company.", nameof(name))
            : new ProjectKey(name[..slash], name[(slash + 1)..]);
    }
}
