using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vindex.Server.Tests.Architecture;

/// <summary>
/// How the code is cut. What does not hold yet is listed in <c>violations.txt</c>, one a line; the list may only shrink, and an entry that is no longer true
/// fails the test as much as a new violation does.
/// </summary>
public sealed partial class ArchitectureTests
{
    private static readonly string s_root = Root();
    private static readonly string[] s_projects = ["Vindex.Scoring", "Vindex.Statistics", "Vindex.Storage", "Vindex.Server", "Vindex.Cli"];

    [Fact]
    public void Features_of_the_server_form_no_cycle()
    {
        var graph = new FeatureGraph(TypeReferences.Of(typeof(VindexServer).Assembly)
            .Select(use => (From: Feature(use.From), To: Feature(use.To), Example: $"{use.From.Name} uses {use.To.Name}"))
            .Where(use => use.From != use.To));
        var known = Violations("cycle");
        var rest = graph.Without(known);

        rest.OnCycles().ShouldBeEmpty($"New cycle. The graph without the known violations:\n{rest}");
        foreach (var edge in known)
        {
            var (from, to) = (edge.Split(" -> ")[0], edge.Split(" -> ")[1]);
            (graph.Has(edge) && rest.Reaches(to, from)).ShouldBeTrue($"{edge} closes no cycle any more; take it out of violations.txt.\n{graph}");
        }
    }

    [Fact]
    public void Namespaces_are_the_folders()
    {
        var differing = Sources()
            .Where(file => Namespace().Match(file.Text) is { Success: true } match && match.Groups["name"].Value != file.Folder.Replace('/', '.'))
            .Select(file => file.Path);

        differing.Order(StringComparer.Ordinal).ShouldBe(Violations("namespace"));
    }

    [Fact]
    public void Type_names_are_unique()
    {
        var twice = Sources().SelectMany(file =>
            Declared().Matches(file.Text).Select(match => (Name: match.Groups["name"].Value, In: Namespace().Match(file.Text).Value)))
            .GroupBy(type => type.Name).Where(group => group.Select(type => type.In).Distinct().Count() > 1)
            .Select(group => group.Key);

        twice.Order(StringComparer.Ordinal).ShouldBe(Violations("name"));
    }

    [Fact]
    public void Folders_hold_at_most_15_files()
    {
        var crowded = Sources().GroupBy(file => file.Folder).Where(folder => folder.Count() > 15).Select(folder => folder.Key);

        crowded.Order(StringComparer.Ordinal).ShouldBe(Violations("crowded"));
    }

    [Fact]
    public void Methods_have_at_most_60_lines()
    {
        var tooLong =
            Sources().SelectMany(file => SourceMembers.Of(file.Text).Where(member => member.Lines > 60).Select(member => $"{file.Path} {member.Name}"));

        tooLong.ShouldBe(Violations("long"));
    }

    [Fact]
    public void Methods_have_at_most_7_parameters()
    {
        var tooMany =
            Sources().SelectMany(file => SourceMembers.Of(file.Text).Where(member => member.Parameters > 7).Select(member => $"{file.Path} {member.Name}"));

        tooMany.ShouldBe(Violations("parameters"));
    }

    [Theory]
    [InlineData("Vindex.Scoring")]
    [InlineData("Vindex.Statistics")]
    public void Scoring_and_statistics_know_no_HTTP(string project)
    {
        var assembly = System.Reflection.Assembly.Load(project);

        assembly.GetReferencedAssemblies().Select(reference => reference.Name)
            .ShouldNotContain(name =>
                name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("System.Net", StringComparison.Ordinal)
                    || name.StartsWith("Vindex", StringComparison.Ordinal));
        assembly.GetTypes().SelectMany(type => type.GetProperties()).Where(property =>
            property.Name.Contains("Status", StringComparison.Ordinal) && property.PropertyType == typeof(int))
            .Select(property =>
                $"{property.DeclaringType!.Name}.{property.Name}").Concat(assembly.GetTypes()
                    .Select(type => type.Name)
                    .Where(name => name.Contains("Http", StringComparison.Ordinal)))
            .Distinct().Order(StringComparer.Ordinal).ShouldBe(Violations("http " + project));
    }

    // Vindex.Server.Portal.Settings belongs to the feature Portal. The composition root has no folder.
    private static string Feature(Type type) => type.Namespace!.Split('.') is [_, _, var feature, ..] ? feature : "(root)";

    private static IEnumerable<(string Path, string Folder, string Text)> Sources() =>
        from project in s_projects
        from file in Directory.EnumerateFiles(Path.Combine(s_root, "src", project), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Path.Combine(s_root, "src"), file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
            && !path.Contains("/node_modules/", StringComparison.Ordinal)
        orderby path
        select (path, Path.GetDirectoryName(path)!.Replace('\\', '/'), File.ReadAllText(file));

    private static List<string> Violations(string kind) =>
        [.. File.ReadLines(Path.Combine(s_root, "tests", "Vindex.Server.Tests", "Architecture", "violations.txt"))
            .Where(line => line.StartsWith(kind + ": ", StringComparison.Ordinal)).Select(line => line[(kind.Length + 2)..])];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // Types at the outermost level; a partial type may stand in several files.
    [GeneratedRegex(
        @"^(public |internal )(static |sealed |abstract |readonly |partial )*(record struct|record|class|struct|enum|interface) (?<name>\w+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Declared();
}
