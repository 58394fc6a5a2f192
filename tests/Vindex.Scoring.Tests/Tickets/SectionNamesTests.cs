using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Sections;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

public sealed class SectionNamesTests
{
    [Theory]
    [InlineData("Acceptance criteria", SectionKind.AcceptanceCriteria)]
    [InlineData("definition of done", SectionKind.AcceptanceCriteria)]
    [InlineData("Conditions of Satisfaction", SectionKind.AcceptanceCriteria)]
    [InlineData("AC", SectionKind.AcceptanceCriteria)]
    [InlineData("A.C.", SectionKind.AcceptanceCriteria)]
    [InlineData("Fertig, wenn …", SectionKind.AcceptanceCriteria)]
    [InlineData("Steps to reproduce", SectionKind.Steps)]
    [InlineData("Schritte zur Reproduktion", SectionKind.Steps)]
    [InlineData("Expected behaviour", SectionKind.Expected)]
    [InlineData("What did you expect to see?", SectionKind.Expected)]
    [InlineData("Résultat attendu", SectionKind.Expected)]
    [InlineData("Actual results", SectionKind.Actual)]
    [InlineData("What happened instead", SectionKind.Actual)]
    [InlineData("Environment", SectionKind.Environment)]
    [InlineData("Device information", SectionKind.Environment)]
    [InlineData("Technical notes for the team", SectionKind.Implementation)]
    [InlineData("Lösungsvorschlag", SectionKind.Implementation)]
    [InlineData("Open questions", SectionKind.Questions)]
    [InlineData("TBD", SectionKind.Questions)]
    [InlineData("Out-of-scope", SectionKind.OutOfScope)]
    [InlineData("Non-goals", SectionKind.OutOfScope)]
    [InlineData("Why is this needed?", SectionKind.Motivation)]
    [InlineData("Business value", SectionKind.Motivation)]
    [InlineData("Notes", SectionKind.Description)]
    [InlineData("2. Acceptance criteria", SectionKind.AcceptanceCriteria)]
    [InlineData("12) Steps to reproduce", SectionKind.Steps)]
    [InlineData("4 Environment", SectionKind.Environment)]
    [InlineData("The acceptance criteria and open questions", SectionKind.AcceptanceCriteria)]
    [InlineData("Problem and proposed solution", SectionKind.Motivation)]
    public void A_heading_opens_the_section_of_the_leftmost_title_in_it(string heading, SectionKind kind) => SectionNames.OfHeading(heading).ShouldBe(kind);

    [Theory]
    [InlineData("Weather")]
    [InlineData("The goal keeper")]
    [InlineData("My environment is broken")]
    [InlineData("System settings")]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("acceptances of orders")]
    [InlineData("one two three four five six seven eight nine ten eleven twelve thirteen fourteen acceptance criteria")]
    public void Other_headings_open_none(string heading) => SectionNames.OfHeading(heading).ShouldBeNull();

    [Fact]
    public void A_heading_of_fourteen_words_is_still_read()
    {
        SectionNames.OfHeading("a b c d e f g h i j k l acceptance criteria").ShouldBe(SectionKind.AcceptanceCriteria);
        SectionNames.OfHeading("acceptance criteria " + new string('x', 200)).ShouldBeNull();
        SectionNames.OfHeading("acceptance criteria " + new string('x', 100)).ShouldBe(SectionKind.AcceptanceCriteria);
    }

    [Fact]
    public void Every_listed_title_opens_its_section_as_a_heading_and_as_a_label()
    {
        using var stream = typeof(SectionNames).Assembly.GetManifestResourceStream("Tickets/sections.txt")!;
        using var reader = new StreamReader(stream);
        var titles = reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        var kinds = new Dictionary<string, SectionKind>
        {
            ["[acceptance]"] = SectionKind.AcceptanceCriteria,
            ["[steps]"] = SectionKind.Steps,
            ["[expected]"] = SectionKind.Expected,
            ["[actual]"] = SectionKind.Actual,
            ["[environment]"] = SectionKind.Environment,
            ["[implementation]"] = SectionKind.Implementation,
            ["[questions]"] = SectionKind.Questions,
            ["[out-of-scope]"] = SectionKind.OutOfScope,
            ["[motivation]"] = SectionKind.Motivation,
            ["[description]"] = SectionKind.Description,
        };
        var kind = SectionKind.Description;
        foreach (var title in titles)
        {
            if (title[0] == '[')
            {
                kind = kinds[title];
                kinds.Remove(title);
                continue;
            }
            var whole = title[0] == '=';
            var words = title.TrimStart('=');
            SectionNames.OfHeading("** " + words.ToUpperInvariant() + "!").ShouldBe(kind, words);
            SectionNames.OfLabel(words + ":", out var strength).ShouldBe(kind, words);
            strength.ShouldBe(whole ? LabelStrength.Line : words.Contains(' ') ? LabelStrength.Anywhere : LabelStrength.Sentence, words);
        }
        kinds.ShouldBeEmpty();
        titles.Count.ShouldBeGreaterThan(280);
    }

    [Theory]
    [InlineData("acceptance criteria we discussed")]
    [InlineData("Weather")]
    [InlineData("")]
    [InlineData("My goal")]
    public void A_label_is_exactly_a_title(string label) => SectionNames.OfLabel(label, out _).ShouldBeNull();

    [Fact]
    public void A_label_is_short() => SectionNames.OfLabel("Goal" + new string(' ', 93), out _).ShouldBeNull();

    [Theory]
    [InlineData("Steps to reproduce", true)]
    [InlineData("*Steps to reproduce*", true)]
    [InlineData("# Steps to reproduce", true)]
    [InlineData("Steps to reproduce:", true)]
    [InlineData("Goal:", true)]
    [InlineData("AC:", true)]
    [InlineData("Description", true)]
    [InlineData("Goal", false)]
    [InlineData("Background", false)]
    [InlineData("Weather:", false)]
    [InlineData("steps to reproduce", false)]
    [InlineData("Steps to reproduce.", false)]
    [InlineData("Steps to reproduce,", false)]
    [InlineData("Steps to reproduce;", false)]
    [InlineData("Steps to reproduce!", false)]
    [InlineData("Steps to reproduce?", true)]
    [InlineData("1 Steps to reproduce", false)]
    [InlineData("AC", false)]
    [InlineData("", false)]
    public void A_title_of_several_words_needs_no_markup(string line, bool title) => SectionNames.IsTitle(line).ShouldBe(title);

    [Theory]
    [InlineData("Web:", true)]
    [InlineData("Mobile app:", true)]
    [InlineData("Mobile app menu:", true)]
    [InlineData("The mobile app menu:", false)]
    [InlineData("The log:", false)]
    [InlineData("Given:", false)]
    [InlineData("In Berlin:", false)]
    [InlineData("He said:", false)]
    [InlineData("Web: a", false)]
    [InlineData("Web: app:", false)]
    [InlineData("web:", false)]
    public void A_label_of_its_own_is_no_lead_in(string line, bool label) => SectionNames.IsLabel(line).ShouldBe(label);

    [Theory]
    [InlineData("Location: Berlin", true)]
    [InlineData("**Location:** Berlin", true)]
    [InlineData("**Location**: Berlin", true)]
    [InlineData("_Location_: Berlin", true)]
    [InlineData("Location:", true)]
    [InlineData("A/B test: yes", true)]
    [InlineData("Check-in: yes", true)]
    [InlineData("User's name: Ada", true)]
    [InlineData("Till (old) & new: yes", true)]
    [InlineData("One two three four: yes", true)]
    [InlineData("One two three four five: yes", false)]
    [InlineData("location: Berlin", false)]
    [InlineData("Location:Berlin", false)]
    [InlineData("A: b", false)]
    [InlineData("At 10:30", false)]
    [InlineData("Price, net: 5", false)]
    [InlineData("No colon here", false)]
    [InlineData("Ab", false)]
    public void A_line_may_begin_with_a_label(string line, bool label) => SectionNames.BeginsWithLabel(line).ShouldBe(label);

    [Fact]
    public void The_colon_of_a_label_comes_soon()
    {
        SectionNames.BeginsWithLabel("L" + new string('x', 46) + ": y").ShouldBeTrue();
        SectionNames.BeginsWithLabel("L" + new string('x', 47) + ": y").ShouldBeFalse();
    }
}
