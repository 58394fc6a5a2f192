using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Storage;
using Xunit;

namespace Vindex.Server.Tests.Architecture;

/// <summary>The structure of the source projects.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string s_root = Root();
    private static readonly string[] s_projects = ["Vindex.Scoring", "Vindex.Models", "Vindex.Statistics", "Vindex.Storage", "Vindex.Server", "Vindex.Cli"];

    [Fact]
    public void Features_of_the_server_form_no_cycle()
    {
        var graph = new FeatureGraph(TypeReferences.Of(typeof(VindexServer).Assembly)
            .Select(use => (From: Feature(use.From), To: Feature(use.To), Example: $"{use.From.Name} uses {use.To.Name}"))
            .Where(use => use.From != use.To));

        graph.OnCycles().ShouldBeEmpty($"Features form a cycle:\n{graph}");
    }

    [Fact]
    public void Namespaces_are_the_folders()
    {
        var differing = Sources()
            .Where(file => Namespace().Match(file.Text) is { Success: true } match && match.Groups["name"].Value != file.Folder.Replace('/', '.'))
            .Select(file => file.Path);

        differing.ShouldBeEmpty();
    }

    [Fact]
    public void Type_names_are_unique()
    {
        var twice = Sources().SelectMany(file =>
            Declared().Matches(file.Text).Select(match => (Name: match.Groups["name"].Value, In: Namespace().Match(file.Text).Value)))
            .GroupBy(type => type.Name).Where(group => group.Select(type => type.In).Distinct().Count() > 1)
            .Select(group => group.Key);

        twice.ShouldBeEmpty();
    }

    [Fact]
    public void Folders_hold_at_most_15_files()
    {
        var crowded = Sources().GroupBy(file => file.Folder).Where(folder => folder.Count() > 15).Select(folder => folder.Key);

        crowded.ShouldBeEmpty();
    }

    [Fact]
    public void Methods_have_at_most_60_lines()
    {
        var tooLong =
            Sources().SelectMany(file => SourceMembers.Of(file.Text).Where(member => member.Lines > 60).Select(member => $"{file.Path} {member.Name}"));

        tooLong.ShouldBeEmpty();
    }

    [Fact]
    public void Methods_have_at_most_7_parameters()
    {
        var tooMany =
            Sources().SelectMany(file => SourceMembers.Of(file.Text).Where(member => member.Parameters > 7).Select(member => $"{file.Path} {member.Name}"));

        tooMany.ShouldBeEmpty();
    }

    [Fact]
    public void Services_that_use_one_or_two_ports_take_these_instead_of_the_store()
    {
        var ports = typeof(IStore).GetProperties().Where(property => property.PropertyType.IsInterface).Select(property => property.Name).ToHashSet();
        var wide = Sources()
            .Where(file => file.Path.StartsWith("Vindex.Server/", StringComparison.Ordinal) && StoreInConstructor().IsMatch(file.Text))
            .Select(file => (file.Path, Uses: StoreMember().Matches(file.Text).Select(match => match.Groups["member"].Value).Distinct().ToList()))
            .Where(file => file.Uses.Count <= 2 && file.Uses.TrueForAll(ports.Contains))
            .Select(file => $"{file.Path} uses {string.Join(", ", file.Uses)}");

        wide.ShouldBeEmpty();
    }

    [Fact]
    public void The_six_dimensions_are_spelled_out_where_they_must_be_and_nowhere_else()
    {
        var spelled = Code("*.cs").Concat(Code("*.razor")).Concat(Code("*.js")).Concat(Code("*.sql"))
            .Where(file => Vindex.Scoring.Dimensions.Names.All(name =>
                Regex.IsMatch(file.Text, $@"\b{name}\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)))
            .Select(file => file.Path);

        spelled.Order(StringComparer.Ordinal).ShouldBe([
            "Vindex.Scoring/Dimension.cs", // the list
            "Vindex.Scoring/InvestScores.cs", // the six scores of a judgement
            "Vindex.Server/Browser/scripts/looks.js", // a color for each
            "Vindex.Server/Evaluator/EvaluatorBodies.cs", // the rest: records of the wire format
            "Vindex.Server/Ratings/RatingBodies.cs",
            "Vindex.Server/Scores/ScoreBodies.cs",
            "Vindex.Server/Scoring/ScoreAnswer.cs",
            "Vindex.Storage/PostgreSql/Migrations/0001_first.sql",
            "Vindex.Storage/Scores/StoredScore.cs", // the columns of the store, which does not know the judge
            "Vindex.Storage/Sqlite/Migrations/0001_first.sql",
            "Vindex.Storage/Sqlite/Migrations/0008_latest.sql",
            "Vindex.Storage/Sqlite/Migrations/0013_tickets.sql",
        ]);
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
            .ShouldBeEmpty();
    }

    [Fact]
    public void Models_know_scoring_and_no_host()
    {
        var references = System.Reflection.Assembly.Load("Vindex.Models").GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        references.Where(name => name.StartsWith("Vindex", StringComparison.Ordinal)).ShouldBe(["Vindex.Scoring"]);
        references.ShouldNotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    // Vindex.Server.Portal.Settings belongs to the feature Portal. The composition root has no folder.
    private static string Feature(Type type) => type.Namespace!.Split('.') is [_, _, var feature, ..] ? feature : "(root)";

    private static IEnumerable<(string Path, string Folder, string Text)> Sources() => Code("*.cs");

    private static IEnumerable<(string Path, string Folder, string Text)> Code(string pattern) =>
        from project in s_projects
        from file in Directory.EnumerateFiles(Path.Combine(s_root, "src", project), pattern, SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Path.Combine(s_root, "src"), file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
            && !path.Contains("/node_modules/", StringComparison.Ordinal)
            && !path.Contains("/wwwroot/", StringComparison.Ordinal)
        orderby path
        select (path, Path.GetDirectoryName(path)!.Replace('\\', '/'), File.ReadAllText(file));

    /// <summary>The folder of the repository.</summary>
    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(\b(class|record) \w+(<\w+>)?|\bpublic \w+)\([^)]*\bIStore \w+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StoreInConstructor();

    [GeneratedRegex(@"\b_?store\s*\.\s*(?<member>[A-Z]\w*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StoreMember();

    // Types at the outermost level; a partial type may stand in several files.
    [GeneratedRegex(
        @"^(public |internal )(static |sealed |abstract |readonly |partial )*(record struct|record|class|struct|enum|interface) (?<name>\w+)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Declared();
}
