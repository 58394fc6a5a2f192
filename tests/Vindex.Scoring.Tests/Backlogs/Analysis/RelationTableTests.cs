using Shouldly;
using Vindex.Scoring.Backlogs.Analysis;
using Vindex.Scoring.Languages;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs.Analysis;

/// <summary>Every phrase that relates a ticket to another, every verb of a title, every word of a limit.</summary>
public sealed class RelationTableTests
{
    [Theory]
    [InlineData("after", DependencyKind.DependsOn)]
    [InlineData("as soon as", DependencyKind.DependsOn)]
    [InlineData("based on", DependencyKind.DependsOn)]
    [InlineData("blocked by", DependencyKind.DependsOn)]
    [InlineData("blocked on", DependencyKind.DependsOn)]
    [InlineData("builds on", DependencyKind.DependsOn)]
    [InlineData("depending on", DependencyKind.DependsOn)]
    [InlineData("depends on", DependencyKind.DependsOn)]
    [InlineData("on top of", DependencyKind.DependsOn)]
    [InlineData("once", DependencyKind.DependsOn)]
    [InlineData("prerequisite", DependencyKind.DependsOn)]
    [InlineData("relies on", DependencyKind.DependsOn)]
    [InlineData("requires", DependencyKind.DependsOn)]
    [InlineData("wait for", DependencyKind.DependsOn)]
    [InlineData("waiting for", DependencyKind.DependsOn)]
    [InlineData("waiting on", DependencyKind.DependsOn)]
    [InlineData("waits for", DependencyKind.DependsOn)]
    [InlineData("blocker for", DependencyKind.Blocks)]
    [InlineData("blocks", DependencyKind.Blocks)]
    [InlineData("needed by", DependencyKind.Blocks)]
    [InlineData("needed for", DependencyKind.Blocks)]
    [InlineData("prerequisite for", DependencyKind.Blocks)]
    [InlineData("prerequisite of", DependencyKind.Blocks)]
    [InlineData("required by", DependencyKind.Blocks)]
    [InlineData("required for", DependencyKind.Blocks)]
    [InlineData("unblocks", DependencyKind.Blocks)]
    [InlineData("clone of", DependencyKind.Duplicates)]
    [InlineData("cloned from", DependencyKind.Duplicates)]
    [InlineData("dupe of", DependencyKind.Duplicates)]
    [InlineData("duplicate of", DependencyKind.Duplicates)]
    [InlineData("duplicates", DependencyKind.Duplicates)]
    [InlineData("same as", DependencyKind.Duplicates)]
    [InlineData("continuation of", DependencyKind.Follows)]
    [InlineData("follow-up for", DependencyKind.Follows)]
    [InlineData("follow-up from", DependencyKind.Follows)]
    [InlineData("follow-up of", DependencyKind.Follows)]
    [InlineData("follow-up to", DependencyKind.Follows)]
    [InlineData("follows", DependencyKind.Follows)]
    [InlineData("split from", DependencyKind.Follows)]
    [InlineData("split off from", DependencyKind.Follows)]
    [InlineData("split out of", DependencyKind.Follows)]
    [InlineData("child of", DependencyKind.PartOf)]
    [InlineData("epic", DependencyKind.PartOf)]
    [InlineData("parent", DependencyKind.PartOf)]
    [InlineData("part of", DependencyKind.PartOf)]
    [InlineData("sub-task of", DependencyKind.PartOf)]
    [InlineData("subtask of", DependencyKind.PartOf)]
    [InlineData("see", DependencyKind.Mentions)]
    [InlineData("like", DependencyKind.Mentions)]
    [InlineData("not", DependencyKind.Mentions)]
    public void A_phrase_before_a_key_tells_the_relation(string phrase, DependencyKind kind)
    {
        Named($"This {phrase} LIB-2").Kind.ShouldBe(kind);
        Named($"This {phrase.ToUpperInvariant()}: lib-2.").Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("Depends on the new LIB-2", DependencyKind.DependsOn)]
    [InlineData("Depends on one two three LIB-2", DependencyKind.DependsOn)]
    [InlineData("Depends on one two three four five LIB-2", DependencyKind.Mentions)]
    [InlineData("LIB-2 depends on that", DependencyKind.Mentions)]
    [InlineData("Depends on it, see LIB-2", DependencyKind.DependsOn)]
    public void The_phrase_stands_within_a_few_words_before_the_key(string sentence, DependencyKind kind) => Named(sentence).Kind.ShouldBe(kind);

    [Fact]
    public void The_nearest_of_two_phrases_counts() => Named("Blocked by nothing, part of LIB-2").Kind.ShouldBe(DependencyKind.PartOf);

    [Theory]
    [InlineData("Needs LIB-2", "Needs LIB-2")]
    [InlineData("(LIB-2)", "(LIB-2")]
    [InlineData("It depends on lib-2!", "It depends on lib-2")]
    public void A_key_is_quoted_with_what_stands_before_it(string sentence, string quote) => Named(sentence).Quote.ShouldBe(quote);

    [Fact]
    public void A_long_sentence_is_quoted_from_a_word_on()
    {
        var quote = Named(string.Concat(Enumerable.Repeat("words ", 40)) + "LIB-2").Quote;

        quote.Length.ShouldBeInRange(100, 120);
        quote.ShouldStartWith("words ");
        quote.ShouldEndWith("LIB-2");
    }

    [Theory]
    [InlineData("LIB-2", true)]
    [InlineData("lib-2", true)]
    [InlineData("[LIB-2]", true)]
    [InlineData("LIB-2,", true)]
    [InlineData("LIB-2. More", true)]
    [InlineData("XLIB-2", false)]
    [InlineData("X-LIB-2", false)]
    [InlineData("X_LIB-2", false)]
    [InlineData("&LIB-2", false)]
    [InlineData("LIB-22", false)]
    [InlineData("LIB-2a", false)]
    [InlineData("LIB-2_", false)]
    [InlineData("LIB-2-1", false)]
    [InlineData("LIB-2.1", false)]
    [InlineData("LIB2", false)]
    [InlineData("LIB -2", false)]
    [InlineData("LIB-", false)]
    public void A_key_is_letters_a_hyphen_and_digits_and_nothing_around_them(
        string text, bool key) => Analyze(("LIB-1", "Print labels", "See " + text), ("LIB-2", "Store addresses", "")).Dependencies.Count.ShouldBe(key ? 1 : 0);

    [Theory]
    [InlineData("Add a card reader", nameof(ActionKind.Adds), "Add a card reader")]
    [InlineData("Build a card reader", nameof(ActionKind.Adds), "Build a card reader")]
    [InlineData("Create a card reader", nameof(ActionKind.Adds), "Create a card reader")]
    [InlineData("Implement the card reader", nameof(ActionKind.Adds), "Implement the card reader")]
    [InlineData("Introduce card readers", nameof(ActionKind.Adds), "Introduce card readers")]
    [InlineData("Provide card readers", nameof(ActionKind.Adds), "Provide card readers")]
    [InlineData("Set up a card reader", nameof(ActionKind.Adds), "Set up a card reader")]
    [InlineData("Bring back the card reader", nameof(ActionKind.Keeps), "Bring back the card reader")]
    [InlineData("Enhance the card reader", nameof(ActionKind.Keeps), "Enhance the card reader")]
    [InlineData("Expand card readers", nameof(ActionKind.Keeps), "Expand card readers")]
    [InlineData("Extend card readers", nameof(ActionKind.Keeps), "Extend card readers")]
    [InlineData("Improve card readers", nameof(ActionKind.Keeps), "Improve card readers")]
    [InlineData("Keep card readers", nameof(ActionKind.Keeps), "Keep card readers")]
    [InlineData("Optimise card readers", nameof(ActionKind.Keeps), "Optimise card readers")]
    [InlineData("Optimize card readers", nameof(ActionKind.Keeps), "Optimize card readers")]
    [InlineData("Polish card readers", nameof(ActionKind.Keeps), "Polish card readers")]
    [InlineData("Re-enable card readers", nameof(ActionKind.Keeps), "Re-enable card readers")]
    [InlineData("Redesign card readers", nameof(ActionKind.Keeps), "Redesign card readers")]
    [InlineData("Restore card readers", nameof(ActionKind.Keeps), "Restore card readers")]
    [InlineData("Restyle card readers", nameof(ActionKind.Keeps), "Restyle card readers")]
    [InlineData("Support card readers", nameof(ActionKind.Keeps), "Support card readers")]
    [InlineData("Deprecate card readers", nameof(ActionKind.Removes), "Deprecate card readers")]
    [InlineData("Discontinue card readers", nameof(ActionKind.Removes), "Discontinue card readers")]
    [InlineData("Drop card readers", nameof(ActionKind.Removes), "Drop card readers")]
    [InlineData("Drop support for card readers", nameof(ActionKind.Removes), "Drop support for card readers")]
    [InlineData("Eliminate card readers", nameof(ActionKind.Removes), "Eliminate card readers")]
    [InlineData("Get rid of card readers", nameof(ActionKind.Removes), "Get rid of card readers")]
    [InlineData("Phase out card readers", nameof(ActionKind.Removes), "Phase out card readers")]
    [InlineData("Remove card readers", nameof(ActionKind.Removes), "Remove card readers")]
    [InlineData("Retire card readers", nameof(ActionKind.Removes), "Retire card readers")]
    [InlineData("Stop supporting card readers", nameof(ActionKind.Removes), "Stop supporting card readers")]
    [InlineData("Sunset card readers", nameof(ActionKind.Removes), "Sunset card readers")]
    [InlineData("Increase the loan period", nameof(ActionKind.Raises), "Increase the loan period")]
    [InlineData("Lengthen the loan period", nameof(ActionKind.Raises), "Lengthen the loan period")]
    [InlineData("Prolong the loan period", nameof(ActionKind.Raises), "Prolong the loan period")]
    [InlineData("Raise the loan period", nameof(ActionKind.Raises), "Raise the loan period")]
    [InlineData("Decrease the loan period", nameof(ActionKind.Lessens), "Decrease the loan period")]
    [InlineData("Lower the loan period", nameof(ActionKind.Lessens), "Lower the loan period")]
    [InlineData("Reduce the loan period", nameof(ActionKind.Lessens), "Reduce the loan period")]
    [InlineData("Shorten the loan period", nameof(ActionKind.Lessens), "Shorten the loan period")]
    [InlineData("[Desk] Remove card readers", nameof(ActionKind.Removes), "Remove card readers")]
    [InlineData("Desk: remove card readers", nameof(ActionKind.Removes), "remove card readers")]
    [InlineData("feat(desk): remove card readers", nameof(ActionKind.Removes), "remove card readers")]
    [InlineData("As a clerk, I want to remove card readers so that it is calm", nameof(ActionKind.Removes), "remove card readers")]
    [InlineData("Remove card readers from the desk", nameof(ActionKind.Removes), "Remove card readers")]
    [InlineData("Remove card readers, printers", nameof(ActionKind.Removes), "Remove card readers")]
    [InlineData("Remove one two three four five six", nameof(ActionKind.Removes), "Remove one two three four five")]
    [InlineData("Print receipts", null, null)]
    [InlineData("Card readers remove dust", null, null)]
    [InlineData("Remove", null, null)]
    [InlineData("Remove the", null, null)]
    [InlineData("Remove and add", null, null)]
    [InlineData("As a clerk, I remove card readers", null, null)]
    public void A_title_does_something_to_a_thing(string title, string? kind, string? words)
    {
        var terms = new List<Term>();
        Term.Read(title, terms);
        var action = TitleAction.Of(title, terms);

        (action?.Kind.ToString()).ShouldBe(kind);
        (action is { } found ? title[found.Start..found.End] : null).ShouldBe(words);
    }

    [Theory]
    [InlineData("at least 10")]
    [InlineData("at most 10")]
    [InlineData("limited to 10")]
    [InlineData("max 10")]
    [InlineData("maximum 10")]
    [InlineData("min 10")]
    [InlineData("minimum 10")]
    [InlineData("no longer than 10")]
    [InlineData("no more than 10")]
    [InlineData("not exceed 10")]
    [InlineData("timeout 10")]
    [InlineData("up to 10")]
    [InlineData("within 10")]
    [InlineData("limit 10")]
    [InlineData("expires 10")]
    public void A_limit_with_two_figures_is_a_conflict(string limit)
    {
        string Sentence(string figure) => $"The photo upload of damaged books takes {limit.Replace("10", figure, StringComparison.Ordinal)} pictures.";
        var conflicts = Analyze(("LIB-1", "Photos of books", Sentence("10")), ("LIB-2", "Damaged books", Sentence("12"))).Conflicts;

        conflicts.ShouldHaveSingleItem().ShouldBe(new TicketConflict(0, 1, ConflictKind.DifferentFigures, Sentence("10"), Sentence("12")));
        Analyze(("LIB-1", "Photos of books", Sentence("10")), ("LIB-2", "Damaged books", Sentence("10"))).Conflicts.ShouldBeEmpty();
    }

    [Fact]
    public void Every_phrase_of_the_relations_and_verbs_is_tried_above()
    {
        string[] sections = ["depends_on", "blocks", "duplicates", "follows", "part_of", "adds", "keeps", "removes", "raises", "lessens"];
        var rows = typeof(RelationTableTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>())
            .Select(row => ((string)row.Data[0]!).ToLowerInvariant().Replace('-', ' '))
            .ToList();
        var section = "";
        foreach (var line in ListFile.Lines("Backlogs/words.txt"))
        {
            if (line[0] == '[') section = line[1..^1];
            else if (sections.Contains(section)) rows.Exists(row => row.StartsWith(line, StringComparison.Ordinal)).ShouldBeTrue($"{section}: {line}");
        }
    }

    private static TicketDependency Named(string sentence) =>
        Analyze(("LIB-1", "Print labels", sentence), ("LIB-2", "Store addresses", "")).Dependencies.ShouldHaveSingleItem();

    private static BacklogFindings Analyze(params (string Key, string Title, string Text)[] tickets)
    {
        var analyzer = new BacklogAnalyzer();
        foreach (var (key, title, text) in tickets) analyzer.Add(key, TicketReader.Read(new TicketInput(title, text), TicketLimits.CommandLine).Ticket!);
        return analyzer.Analyze(CancellationToken.None);
    }
}
