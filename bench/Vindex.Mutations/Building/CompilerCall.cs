using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Vindex.Mutations.Building;

/// <summary>The compilation that the build would make of a project, with the output of source generators and the embedded files.</summary>
internal sealed class CompilerCall
{
    private CompilerCall(CSharpCompilation compilation, IReadOnlyList<SyntaxTree> sources, IReadOnlyDictionary<string, string> resources)
    {
        Compilation = compilation;
        Sources = sources;
        Resources = resources;
    }

    /// <summary>The unchanged compilation.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>Of its trees, the files that people wrote.</summary>
    public IReadOnlyList<SyntaxTree> Sources { get; }

    /// <summary>The paths of embedded files by their names.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; }

    /// <summary>Asks MSBuild for the compiler's arguments. The project must have been built for Release before.</summary>
    public static async Task<CompilerCall> OfAsync(string project, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "msbuild", project, "-t:PrepareResources;Compile", "-p:Configuration=Release", "-p:DesignTimeBuild=true", "-p:BuildProjectReferences=false",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=none", "-getItem:CscCommandLineArgs", "-nodeReuse:false",
        ];
        var ending = await ToolProcess.RunDotnetAsync(arguments, ImmutableDictionary<string, string>.Empty, TimeSpan.FromMinutes(2), cancellation);
        if (ending.ExitCode != 0) throw new MutationException($"MSBuild could not evaluate {project}:\n{ending.Output}");
        using var json = JsonDocument.Parse(ending.Output);
        var call =
            json.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);
        return Parse([.. call], Path.GetDirectoryName(project)!);
    }

    private static CompilerCall Parse(string[] arguments, string folder)
    {
        var parsed = CSharpCommandLineParser.Default.Parse(arguments, folder, sdkDirectory: null);
        var parseOptions = parsed.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        var trees = parsed.SourceFiles.Select(file =>
            CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), System.Text.Encoding.UTF8), parseOptions, file.Path)).ToList();
        var compilation = CSharpCompilation.Create(
            parsed.CompilationName ?? Path.GetFileNameWithoutExtension(parsed.OutputFileName),
            trees,
            parsed.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)),
            parsed.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default).WithSpecificDiagnosticOptions([]));
        var generated = (CSharpCompilation)RunGenerators(parsed, parseOptions, compilation);
        if (generated.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new MutationException($"The project does not compile: {error}");
        }
        var built = Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar;
        var sources = trees.Where(tree =>
            tree.FilePath.StartsWith(folder, StringComparison.Ordinal) && !tree.FilePath.Contains(built, StringComparison.Ordinal));
        return new CompilerCall(generated, [.. sources.OrderBy(tree => tree.FilePath, StringComparer.Ordinal)], EmbeddedFiles(arguments, folder));
    }

    private static Compilation RunGenerators(CSharpCommandLineArguments parsed, CSharpParseOptions parseOptions, CSharpCompilation compilation)
    {
        var loader = new Loader();
        var generators = parsed.AnalyzerReferences
            .SelectMany(reference => new AnalyzerFileReference(reference.FilePath, loader).GetGenerators(LanguageNames.CSharp))
            .ToList();
        var driver = CSharpGeneratorDriver.Create(generators, parseOptions: parseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return generated;
    }

    private static Dictionary<string, string> EmbeddedFiles(string[] arguments, string folder)
    {
        const string option = "/resource:";
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in arguments.Where(argument => argument.StartsWith(option, StringComparison.Ordinal)))
        {
            var parts = argument[option.Length..].Split(',');
            files.Add(parts[1], Path.Combine(folder, parts[0]));
        }
        return files;
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
