using Vindex.Mutations.Building;

namespace Vindex.Mutations.Running;

/// <summary>A copy of the tests' output, beside the original because tests look for files of the repository from where they run.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _root;

    /// <summary>Copies the output of the test project.</summary>
    public WorkFolder(ProjectPair projects)
    {
        _root = Path.Combine(Path.GetDirectoryName(projects.Tests)!, "bin", "mutations", Environment.ProcessId.ToString());
        Scratch = Path.Combine(_root, "scratch");
        var copy = Path.Combine(_root, "tests");
        Assembly = Path.Combine(copy, projects.Name + ".dll");
        Tests = Path.Combine(copy, Path.GetFileNameWithoutExtension(projects.Tests) + ".dll");
        Directory.CreateDirectory(Scratch);
        if (!Directory.Exists(projects.TestOutput)) throw new MutationException($"There is no {projects.TestOutput}; build the tests for Release first.");
        foreach (var file in Directory.EnumerateFiles(projects.TestOutput, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(projects.TestOutput, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>The mutated assembly.</summary>
    public string Assembly { get; }

    /// <summary>The test program.</summary>
    public string Tests { get; }

    /// <summary>A folder for files that tests and mutants exchange.</summary>
    public string Scratch { get; }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
