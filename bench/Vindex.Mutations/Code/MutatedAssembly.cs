using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Vindex.Mutations.Building;

namespace Vindex.Mutations.Code;

/// <summary>
/// The project compiled with all its mutants. A mutator works from the syntax and a few types, so that some of its changes do not compile: these are found by
/// compiling, blamed on the innermost mutant around the error, and left out. An error outside of any mutant (a variable that is no longer assigned, a path
/// without a result) is blamed on its member: on the mutants there that change the flow at first, on all of them should that not help.
/// </summary>
internal sealed class MutatedAssembly
{
    private const int MostRounds = 25;
    private const string SwitchFile = "MutantSwitch.cs";
    private readonly CompilerCall _call;
    private readonly Dictionary<SyntaxTree, Dictionary<SyntaxNode, List<Candidate>>> _files = [];
    private readonly HashSet<int> _dropped = [];
    private readonly HashSet<(string File, int Member)> _suspects = [];
    private readonly HashSet<SyntaxTree> _unchecked = [];
    private CSharpCompilation? _mutated;
    private int _lastId;

    private MutatedAssembly(CompilerCall call) => _call = call;

    /// <summary>The mutants that compile.</summary>
    public IReadOnlyList<Mutant> Mutants =>
        [.. Candidates().Where(candidate => !_dropped.Contains(candidate.Mutant.Id)).Select(candidate => candidate.Mutant).OrderBy(mutant => mutant.Id)];

    /// <summary>How many changes did not compile.</summary>
    public int Dropped => _dropped.Count;

    /// <summary>Collects the mutants of a project and compiles them.</summary>
    /// <param name="call">The project.</param>
    /// <param name="folder">The folder that paths are relative to.</param>
    public static MutatedAssembly Create(CompilerCall call, string folder)
    {
        var assembly = new MutatedAssembly(call);
        foreach (var tree in call.Sources)
        {
            var collector = new CandidateCollector(
                call.Compilation.GetSemanticModel(tree), Path.GetRelativePath(folder, tree.FilePath), () => ++assembly._lastId);
            collector.Visit(tree.GetRoot());
            assembly._files.Add(tree, collector.Candidates);
            assembly._unchecked.Add(tree);
        }
        for (var round = 0; assembly._mutated is null; round++)
        {
            if (round == MostRounds) throw new MutationException("The mutants do not compile, and the compiler's errors do not tell why.");
            assembly.Compile();
        }
        return assembly;
    }

    /// <summary>Writes the assembly.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="mostMutants">One more than the greatest number of a mutant.</param>
    public void Write(string file, int mostMutants)
    {
        var resources = _call.Resources.Select(resource => new ResourceDescription(resource.Key, () => File.OpenRead(resource.Value), isPublic: true));
        using var stream = File.Create(file);
        var emitted = _mutated!.ReplaceSyntaxTree(_mutated!.SyntaxTrees.Single(tree => tree.FilePath == SwitchFile), Switch(mostMutants))
            .Emit(stream, manifestResources: resources);
        if (!emitted.Success)
        {
            throw new MutationException(
                $"The mutants do not compile: {emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");
        }
    }

    private void Compile()
    {
        var compilation = _call.Compilation.AddSyntaxTrees(Switch(1));
        var changed = new List<(SyntaxTree Original, SyntaxTree Mutated)>();
        foreach (var (tree, candidates) in _files)
        {
            var root = new GuardWriter(candidates, _dropped).Visit(tree.GetRoot())!;
            var mutated = CSharpSyntaxTree.Create((CSharpSyntaxNode)root, (CSharpParseOptions)tree.Options, tree.FilePath, System.Text.Encoding.UTF8);
            compilation = compilation.ReplaceSyntaxTree(tree, mutated);
            if (_unchecked.Contains(tree)) changed.Add((tree, mutated));
        }
        var errors = new List<Diagnostic>();
        foreach (var (original, mutated) in changed)
        {
            var found = compilation.GetSemanticModel(mutated).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            if (found.Count == 0) _unchecked.Remove(original);
            errors.AddRange(found);
        }
        if (errors.Count == 0) _mutated = compilation;
        else Drop(errors);
    }

    private void Drop(List<Diagnostic> errors)
    {
        var before = _dropped.Count;
        var others = new HashSet<(string File, int Member)>();
        foreach (var error in errors)
        {
            var node = error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true)
                ?? throw new MutationException(error.ToString());
            if (Annotation(node, GuardWriter.MutantAnnotation) is { } id) _dropped.Add(id);
            else if (Annotation(node, GuardWriter.MemberAnnotation) is { } member) others.Add((error.Location.SourceTree!.FilePath, member));
            else throw new MutationException(error.ToString());
        }
        foreach (var other in others)
        {
            var risky = _suspects.Add(other);
            var (tree, candidates) = _files.Single(file => file.Key.FilePath == other.File);
            foreach (var candidate in candidates.Values.SelectMany(list => list))
            {
                if (candidate.Member == other.Member && (!risky || candidate.Guard.IsRisky)) _dropped.Add(candidate.Mutant.Id);
            }
        }
        if (_dropped.Count == before && others.Count == 0) throw new MutationException(errors[0].ToString());
    }

    private static int? Annotation(SyntaxNode node, string kind) => node.AncestorsAndSelf()
        .Select(one => one.GetAnnotations(kind).LastOrDefault()?.Data)
        .OfType<string>()
        .Select(data => (int?)int.Parse(data))
        .FirstOrDefault();

    private IEnumerable<Candidate> Candidates() => _files.Values.SelectMany(file => file.Values.SelectMany(list => list));

    private SyntaxTree Switch(int mostMutants)
    {
        using var reader = new StreamReader(typeof(MutatedAssembly).Assembly.GetManifestResourceStream(SwitchFile)!);
        var source = reader.ReadToEnd().Replace("MutantCount", mostMutants.ToString(), StringComparison.Ordinal);
        return CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)_call.Compilation.SyntaxTrees.First().Options, SwitchFile, System.Text.Encoding.UTF8);
    }
}
