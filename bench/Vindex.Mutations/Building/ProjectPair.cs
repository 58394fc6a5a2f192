namespace Vindex.Mutations.Building;

/// <summary>A project under test and its test project, both as paths of project files.</summary>
internal sealed record ProjectPair(string Project, string Tests)
{
    private const string OutputFolder = "bin/Release/net10.0";

    /// <summary>The name of the project under test.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Project);

    /// <summary>The folder of the project under test.</summary>
    public string Folder => Path.GetDirectoryName(Project)!;

    /// <summary>What the build of the test project left.</summary>
    public string TestOutput => Path.Combine(Path.GetDirectoryName(Tests)!, OutputFolder);

    /// <summary>The description of changes to data files; it need not exist.</summary>
    public string DataEdits => Path.Combine(Path.GetDirectoryName(Tests)!, "mutations.txt");

    /// <summary>Finds the projects by name, or takes paths as they are.</summary>
    public static ProjectPair Find(string project, string? tests)
    {
        var file = project.EndsWith(".csproj", StringComparison.Ordinal) ? project : $"src/{project}/{project}.csproj";
        var name = Path.GetFileNameWithoutExtension(file);
        return new ProjectPair(Existing(file), Existing(tests ?? $"tests/{name}.Tests/{name}.Tests.csproj"));
    }

    private static string Existing(string file) => File.Exists(file) ? Path.GetFullPath(file) : throw new MutationException($"There is no project {file}.");
}
