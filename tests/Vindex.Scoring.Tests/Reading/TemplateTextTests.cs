using Shouldly;
using Vindex.Scoring.Reading;
using Xunit;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>What a template or bot put into a ticket, in the places where it stands, and what an author wrote there.</summary>
public sealed class TemplateTextTests
{
    [Theory]
    [InlineData("n/a")]
    [InlineData("N/A.")]
    [InlineData("NA")]
    [InlineData("None")]
    [InlineData("null")]
    [InlineData("TBD")]
    [InlineData("tba")]
    [InlineData("TODO")]
    [InlineData("...")]
    [InlineData("…")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("nil")]
    [InlineData("No response")]
    [InlineData("_No response_")]
    [InlineData("yes/no")]
    [InlineData("optional")]
    [InlineData("x")]
    [InlineData("xxx")]
    [InlineData("?")]
    [InlineData("undefined")]
    [InlineData("**N/A**")]
    [InlineData(" . . . ")]
    [InlineData("___")]
    public void Some_texts_only_hold_a_place(string text) => TemplateText.IsPlaceholder(text).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("no")]
    [InlineData("yes")]
    [InlineData("none of them")]
    [InlineData("todo list")]
    [InlineData("xx")]
    [InlineData("1")]
    [InlineData("a")]
    public void Others_say_something(string text) => TemplateText.IsPlaceholder(text).ShouldBeFalse();

    public static TheoryData<string> Phrases => [.. DataFile.Lines("Reading/templates.txt")];

    [Theory]
    [MemberData(nameof(Phrases))]
    public void Phrases_of_the_list_are_lower_case_and_found_in_any_case(string phrase)
    {
        phrase.ShouldBe(phrase.ToLowerInvariant());
        ZoneOf("The list " + phrase + " kept").ShouldBe(Zone.Template);
        if (!phrase.Contains('?')) ZoneOf("The list " + phrase.ToUpperInvariant() + " kept").ShouldBe(Zone.Template);
    }

    [Theory]
    [InlineData("Before opening a new issue, look at the list of known ones")]
    [InlineData("Please fill in all sections")]
    [InlineData("This issue was automatically closed")]
    [InlineData("The following discussion from !12 should be addressed:")]
    [InlineData("Your issue might get lost otherwise")]
    [InlineData("Read the contributing guidelines")]
    [InlineData("Imported from the old tracker")]
    [InlineData("Add any other context about the problem here")]
    [InlineData("Tell us what you see")]
    [InlineData("Summarize the bug encountered concisely")]
    [InlineData("What you should see instead")]
    [InlineData("Delete this line when you are done")]
    [InlineData("Which template should I use for this?")]
    [InlineData("You can now close this issue")]
    [InlineData("Lorem ipsum dolor sit amet")]
    public void Instructions_to_contributors_are_known_wherever_they_stand(string line)
    {
        ZoneOf(line).ShouldBe(Zone.Template);
        ZoneOf("## Notes\n\n" + line).ShouldBe(Zone.Template);
    }

    [Theory]
    [InlineData("acceptance criteria")]
    [InlineData("Add documentation")]
    [InlineData("Add tests")]
    [InlineData("Add unit tests")]
    [InlineData("Create tests")]
    [InlineData("Definition of done")]
    [InlineData("Designs")]
    [InlineData("Documentation")]
    [InlineData("Experiments")]
    [InlineData("Personas")]
    [InlineData("QA")]
    [InlineData("Tests.")]
    [InlineData("Update docs")]
    [InlineData("Update documentation")]
    [InlineData("Update changelog")]
    [InlineData("UX/design")]
    [InlineData("Weighted")]
    [InlineData("Write tests")]
    [InlineData("Code review")]
    public void Boxes_that_every_ticket_has_say_nothing(string item)
    {
        ZoneOf("- [ ] " + item).ShouldBe(Zone.Template);
        ZoneOf("- [x] " + item).ShouldBe(Zone.Done);
        ZoneOf("- " + item).ShouldBe(Zone.Content);
        ZoneOf("- [ ] " + item + " for loans of the desk").ShouldBe(Zone.Content);
    }

    [Theory]
    [InlineData("(What did you see?)")]
    [InlineData("(How one can reproduce the issue)")]
    [InlineData("(Why it matters)")]
    [InlineData("(Who is affected)")]
    [InlineData("(Which version is in use)")]
    [InlineData("(When does it happen)")]
    [InlineData("(Where is it)")]
    [InlineData("(Is it urgent)")]
    [InlineData("(Describe the steps)")]
    [InlineData("(Summarize the matter)")]
    [InlineData("(Paste the log)")]
    [InlineData("(Explain the change)")]
    [InlineData("(List all steps)")]
    [InlineData("(Include a picture)")]
    [InlineData("(If you can, say which line)")]
    [InlineData("(Any notes)")]
    [InlineData("(Optional, leave it out)")]
    [InlineData("(The exact version)")]
    [InlineData("(Your version)")]
    [InlineData("(Use a list)")]
    [InlineData("(Note the version)")]
    [InlineData("(Check the list)")]
    [InlineData("[Describe the steps]")]
    [InlineData("<Describe the steps>")]
    [InlineData("_Describe the steps_")]
    [InlineData("> Describe the steps")]
    [InlineData("(Shown in red, which is optional)")]
    [InlineData("(Red or green?)")]
    public void Hints_in_brackets_or_italics_under_a_heading_are_template_text(string hint)
    {
        ZoneOf("## Actual result\n\n" + hint).ShouldBe(Zone.Template);
        ZoneOf("The list is red.\n\n" + hint[..1] + "Shown" + hint[^1..]).ShouldNotBe(Zone.Template);
    }

    [Theory]
    [InlineData("(Shown in red since March)")]
    [InlineData("_Shown in red since March_")]
    [InlineData("Describe the loans in the list")]
    [InlineData("The list (what the desk sees)")]
    [InlineData("(Describe)")]
    public void What_an_author_wrote_there_is_content(string text) => ZoneOf("## Actual result\n\n" + text).ShouldBe(Zone.Content);

    [Fact]
    public void Without_a_heading_brackets_are_the_authors() => ZoneOf("(What did you see?)").ShouldBe(Zone.Content);

    [Fact]
    public void A_hint_goes_on_to_the_end_of_its_bracket() =>
        ZonesOf("## Actual result\n\n(What did you see? Red numbers. Green ones.)").ShouldBe([Zone.Heading, Zone.Template, Zone.Template, Zone.Template]);

    private static Zone ZoneOf(string description) => Texts.Read("Basket", description).Segments[^1].Zone;

    private static IEnumerable<Zone> ZonesOf(string description) =>
        Texts.Read("Basket", description).Segments.ToArray().Skip(1).Select(segment => segment.Zone);
}
