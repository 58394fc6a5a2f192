using Shouldly;
using Vindex.Scoring.Rubric;
using Xunit;

namespace Vindex.Scoring.Tests.Rubric;

public sealed class DocumentationTests
{
    [Fact]
    public void The_documentation_lists_the_rules_as_they_are() =>
        File.ReadAllText(Path.Combine(Root(), "docs", "scoring.md")).ReplaceLineEndings("\n").ShouldEndWith(RubricDescription.ToMarkdown());

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
