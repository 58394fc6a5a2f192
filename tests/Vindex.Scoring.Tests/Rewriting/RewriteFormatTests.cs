using System.Text.Json;
using Shouldly;
using Vindex.Scoring.Rewriting.Formats;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Rewriting;

public sealed class RewriteFormatTests
{
    private const string Wiki = "h2. Notes\n\nSee [the docs|https://example.com/a] and {{main.cs}}, *now*.\n\n# First\n## Second\n* Bullet\n\n{code:java}\nint a;\n{code}\n\n||A||B||\n|1|2|\n\n{quote}\nSaid\n{quote}";

    private const string Markdown = "Intro with `code`, **bold** and [a link](https://example.com/a).\n\n1. First\n   - Second\n\n```java\nint a;\n```\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n> Said";

    public static TheoryData<string, string> Samples => Rewritten.Samples;

    [Fact]
    public void Wiki_markup_becomes_Markdown()
    {
        var text = MarkdownFormat.Write(Rewritten.Of("Change the printer", Wiki, issueType: "Task").Blocks);

        text.ShouldContain("### Notes\n\nSee [the docs](https://example.com/a) and `main.cs`, **now**.\n\n1. First\n   1. Second\n- Bullet\n\n```java\nint a;\n```");
        text.ShouldContain("| A | B |\n| --- | --- |\n| 1 | 2 |");
        text.ShouldContain("> Said");
    }

    [Fact]
    public void Markdown_becomes_wiki_markup()
    {
        var text = JiraFormat.Write(Rewritten.Of("Change the printer", Markdown, issueType: "Task").Blocks);

        text.ShouldStartWith("h2. Description\n\nIntro with {{code}}, *bold* and [a link|https://example.com/a].\n\n# First\n** Second\n\n{code:java}\nint a;\n{code}\n\n||A||B||\n|1|2|\n\n{quote}\nSaid\n{quote}");
        text.ShouldContain("\\[Question: ");
    }

    [Fact]
    public void Markdown_becomes_an_Atlassian_document()
    {
        var document = JsonElement.Parse(AdfFormat.Write(Rewritten.Of("Change the printer", Markdown, issueType: "Task").Blocks));

        document.GetProperty("version").GetInt32().ShouldBe(1);
        document.GetProperty("content").EnumerateArray().Select(node => node.GetProperty("type").GetString()).Take(7)
            .ShouldBe(["heading", "paragraph", "orderedList", "codeBlock", "table", "blockquote", "heading"]);
        document.GetRawText().ShouldContain("""{"type":"text","text":"a link","marks":[{"type":"link","attrs":{"href":"https://example.com/a"}}]}""");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_document_holds_the_words_of_the_Markdown(string summary, string description)
    {
        var rewrite = Rewritten.Of(summary, description);
        var input = new TicketInput(summary, FieldInput.FromDocument(JsonElement.Parse(AdfFormat.Write(rewrite.Blocks))));
        var read = TicketReader.Read(input, TicketLimits.CommandLine).Ticket.ShouldNotBeNull();

        var markdown = Rewritten.Read(summary, MarkdownFormat.Write(rewrite.Blocks)).Ticket!;
        Words(read.Description.Clean).ShouldBe(Words(markdown.Description.Clean));
    }

    private static string[] Words(string text) => text.Split(text.Where(c => !char.IsLetter(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries);
}
