using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>Formatting does not move a score: the same content reads the same in every markup.</summary>
public sealed class FormattingTests
{
    [Fact]
    public void The_same_document_reads_the_same_in_every_markup() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var document = ModelDocument.Random(new Random(seed));
            var fromJson = Content(Reading.Description(Reading.Document(document.ToJson())));

            Content(Reading.Description(document.ToMarkdown(new Random(seed)))).ShouldBe(fromJson);
            Content(Reading.Description(document.ToWiki(new Random(seed)))).ShouldBe(fromJson);
        }));

    [Fact]
    public void What_HTML_can_say_reads_as_in_Markdown() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var whole = ModelDocument.Random(new Random(seed));
            var document = new ModelDocument([.. whole.Blocks.Where(block => block is not (ModelCode or ModelQuote))]);

            var html = document.ToHtml(new Random(seed));
            var fromMarkdown = Content(Reading.Description(document.ToMarkdown(new Random(seed))));
            var fromHtml = Content(Reading.Description(html));
            for (var i =
                0; i < Math.Max(fromHtml.Count, fromMarkdown.Count); i++)
            {
                fromHtml.ElementAtOrDefault(i).ShouldBe(fromMarkdown.ElementAtOrDefault(i), html);
            }
        }));

    [Fact]
    public void Criteria_read_the_same_in_a_field_of_their_own_and_under_a_heading() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var whole = ModelDocument.Random(new Random(seed));
            var items = new ModelDocument([.. whole.Blocks.Where(block => block is not ModelHeading)]);
            var underHeading = new ModelDocument([new ModelHeading(2, "Acceptance criteria", false), .. items.Blocks]);

            var own = Content(Reading.Criteria(items.ToMarkdown(new Random(seed))));
            var under = Content(Reading.Description(underHeading.ToMarkdown(new Random(seed))));

            under.Skip(1).ShouldBe(own);
        }));

    /// <summary>Blocks with their sections and sentences, titles in lower case since their case may differ.</summary>
    private static List<string> Content(FieldText field)
    {
        var content = new List<string>();
        var lines = field.Lines();
        for (var i = 0; i < lines.Length; i++)
        {
            content.Add(field.Blocks[i].Kind == BlockKind.Heading ? lines[i].ToLowerInvariant() : lines[i]);
            foreach (var sentence in field.Sentences)
            {
                if (sentence.Block == i && field.Blocks[i].Kind != BlockKind.Heading) content.Add("  " + field.Clean[sentence.Start..sentence.End]);
            }
        }
        return content;
    }
}
