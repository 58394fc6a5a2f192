using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vindex.Scoring.Backlogs.Analysis;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs.Analysis;

public sealed class BacklogAnalyzerTests
{
    [Theory]
    [InlineData("Print labels", "Depends on SHOP-2.", DependencyKind.DependsOn, "Depends on SHOP-2")]
    [InlineData("Print labels", "This is blocked by SHOP-2 for now.", DependencyKind.DependsOn, "This is blocked by SHOP-2")]
    [InlineData("Print labels", "It can start once SHOP-2 is done.", DependencyKind.DependsOn, "It can start once SHOP-2")]
    [InlineData("Print labels", "Blocks shop-2", DependencyKind.Blocks, "Blocks shop-2")]
    [InlineData("Print labels", "Duplicate of SHOP-2", DependencyKind.Duplicates, "Duplicate of SHOP-2")]
    [InlineData("Print labels", "A follow-up to SHOP-2.", DependencyKind.Follows, "A follow-up to SHOP-2")]
    [InlineData("Print labels", "Part of epic SHOP-2", DependencyKind.PartOf, "Part of epic SHOP-2")]
    [InlineData("Print labels", "See also (SHOP-2).", DependencyKind.Mentions, "See also (SHOP-2")]
    [InlineData("Print labels like SHOP-2", "", DependencyKind.Mentions, "Print labels like SHOP-2")]
    [InlineData("Print labels", "- [ ] wait for SHOP-2, then go on", DependencyKind.DependsOn, "wait for SHOP-2")]
    public void A_key_in_the_text_is_a_dependency(string title, string text, DependencyKind kind, string quote)
    {
        var dependency = Analyze(("SHOP-1", title, text), ("SHOP-2", "Store addresses", "")).Dependencies.ShouldHaveSingleItem();

        dependency.ShouldBe(new TicketDependency(0, 1, kind, quote, null));
    }

    [Theory]
    [InlineData("Nothing of SHOP-22, SHOP-2a, SHOP-2-3, XSHOP-2, SHOP-2.1 or SHOP2 is meant.")]
    [InlineData("This is SHOP-1 itself.")]
    [InlineData("```\nSHOP-2\n```")]
    [InlineData("utf-8, sha-256, iso-8601")]
    public void What_only_looks_like_a_key_is_none(string text) =>
        Analyze(("SHOP-1", "Print labels", text), ("SHOP-2", "Store addresses", "")).Dependencies.ShouldBeEmpty();

    [Fact]
    public void Numbers_are_keys_with_a_hash_sign()
    {
        var found = Analyze(("17", "Print labels", "Requires #18, and 18 labels."), ("18", "Store addresses", "")).Dependencies;

        found.ShouldBe([new TicketDependency(0, 1, DependencyKind.DependsOn, "Requires #18", null)]);
    }

    [Fact]
    public void Two_mentions_are_one_dependency_with_the_more_telling_words()
    {
        var found = Analyze(
            ("SHOP-1", "Print labels", "See SHOP-2. It depends on SHOP-2. See SHOP-2."), ("SHOP-2", "Store addresses", "See SHOP-1.")).Dependencies;

        found.ShouldBe(
        [
            new TicketDependency(0, 1, DependencyKind.DependsOn, "It depends on SHOP-2", null),
            new TicketDependency(1, 0, DependencyKind.Mentions, "See SHOP-1", null),
        ]);
    }

    [Fact]
    public void Links_of_the_tracker_count()
    {
        var ticket = Read(
            "Print labels",
            "",
            [
                new(ContextKind.LinkedIssue, "SHOP-2", "is blocked by", null, null), new(ContextKind.Epic, "SHOP-3", null, null, null),
                new(ContextKind.Comment, null, null, null, "see SHOP-4")
            ]);
        var analyzer = new BacklogAnalyzer();
        analyzer.Add("SHOP-1", ticket);
        analyzer.Add("SHOP-2", Read("Store addresses", "", []));
        analyzer.Add("SHOP-3", Read("Shipping", "", []));

        analyzer.Analyze(CancellationToken.None).Dependencies.ShouldBe(
        [
            new TicketDependency(0, 1, DependencyKind.DependsOn, "is blocked by SHOP-2", null),
            new TicketDependency(0, 2, DependencyKind.PartOf, "SHOP-3", null),
        ]);
    }

    [Theory]
    [InlineData("It requires the address book of customers.", "Add an address book", "requires the address book of customers", "Add an address book")]
    [InlineData(
        "Waiting for the address book, then go on.", "[API] Introduce address books for customers", "Waiting for the address book", "Introduce address books")]
    [InlineData(
        "Possible once the address book is in place.",
        "As a clerk I want to create an address book so that I find them",
        "once the address book is in place",
        "create an address book")]
    public void A_ticket_that_needs_what_another_adds_depends_on_it(string text, string title, string quote, string onQuote)
    {
        var found = Analyze(("SHOP-1", "Print labels", text), ("SHOP-2", title, ""), ("SHOP-3", "Add a phone list", "")).Dependencies;

        found.ShouldBe([new TicketDependency(0, 1, DependencyKind.NeedsWhatItAdds, quote, onQuote)]);
    }

    [Fact]
    public void A_ticket_depends_on_at_most_three_tickets_for_what_they_add()
    {
        var found = Analyze(
            ("SHOP-1", "Print labels", "It requires the address book. It requires the phone list. It requires the price table. It requires the stock report."),
            ("SHOP-2", "Add an address book", ""),
            ("SHOP-3", "Add a phone list", ""),
            ("SHOP-4", "Add a price table", ""),
            ("SHOP-5", "Add a stock report", ""),
            ("SHOP-6", "Send the stock report", "It requires the stock report.")).Dependencies;

        found.Where(dependency => dependency.Ticket == 0).Select(dependency => dependency.On).ShouldBe([1, 2, 3]);
        found.Where(dependency => dependency.Ticket == 5).Select(dependency => dependency.On).ShouldBe([4]);
    }

    [Theory]
    [InlineData("The address book is printed too.", "Add an address book")]
    [InlineData("It requires the address of the customer.", "Add an address book")]
    [InlineData("It requires the address book.", "Remove the address book")]
    [InlineData("It requires the book.", "Add a book")]
    [InlineData("It requires.", "Add an address book")]
    public void A_thing_that_is_not_needed_or_not_added_is_no_dependency(
        string text, string title) => Analyze(("SHOP-1", "Print labels", text), ("SHOP-2", title, "")).Dependencies.ShouldBeEmpty();

    [Theory]
    [InlineData("Remove the export", "Extend the export", "Remove the export", "Extend the export")]
    [InlineData(
        "Drop support for the old label printer", "Improve the old label printer", "Drop support for the old label printer", "Improve the old label printer")]
    [InlineData("Labels: get rid of the preview in the editor", "[Editor] Redesign the preview", "get rid of the preview", "Redesign the preview")]
    [InlineData("Increase the session timeout", "Reduce the session timeout for guests", "Increase the session timeout", "Reduce the session timeout")]
    [InlineData("Retire CSV exports", "As a clerk I want to keep the CSV export, so that old tools work", "Retire CSV exports", "keep the CSV export")]
    public void Opposite_wishes_for_the_same_thing_conflict(string one, string two, string firstQuote, string secondQuote) =>
        Analyze(("A-1", one, ""), ("A-2", two, ""), ("A-3", "Print labels", "")).Conflicts.ShouldBe(
            [new TicketConflict(0, 1, ConflictKind.OppositeActions, firstQuote, secondQuote)]);

    [Theory]
    [InlineData("Remove the export", "Extend the import")]
    [InlineData("Add a card to the basket", "Remove a card from the basket")]
    [InlineData("Improve the export", "Extend the export")]
    [InlineData("Removed exports are shown", "Extend the export")]
    [InlineData("Remove", "Extend")]
    public void Other_wishes_do_not(string one, string two) => Analyze(("A-1", one, ""), ("A-2", two, "")).Conflicts.ShouldBeEmpty();

    [Fact]
    public void The_same_limit_with_two_figures_conflicts()
    {
        var found = Analyze(
            ("A-1", "Upload photos of a bike", "A photo of a bike is limited to 10 MB per upload."),
            ("A-2", "Photos of a damaged bike", "- Photos of a bike are limited to 25 MB per upload"),
            ("A-3", "Upload photos", "A photo of a bike is limited to 10 MB per upload."));

        found.Conflicts.ShouldBe(
        [
            new TicketConflict(
                0, 1, ConflictKind.DifferentFigures, "A photo of a bike is limited to 10 MB per upload.", "Photos of a bike are limited to 25 MB per upload"),
            new TicketConflict(
                1, 2, ConflictKind.DifferentFigures, "Photos of a bike are limited to 25 MB per upload", "A photo of a bike is limited to 10 MB per upload."),
        ]);
    }

    [Theory]
    [InlineData("The list of loans shows 10 rows per page.", "The list of loans shows 20 rows per page.")]
    [InlineData("2.1 Photos of a bike are limited to 10 MB per upload.", "2.2 Photos of a bike are limited to 10 MB per upload.")]
    [InlineData("At most 10 rows.", "At most 20 rows.")]
    public void Figures_that_are_no_limit_or_of_no_known_thing_do_not(
        string one, string two) => Analyze(("A-1", "Photos of a bike", one), ("A-2", "Photos of bikes", two)).Conflicts.ShouldBeEmpty();

    [Fact]
    public void A_limit_in_two_tickets_about_different_things_is_no_conflict() =>
        Analyze(
            ("A-1", "Search for stations", "The list shows at most 20 rows on a page."),
            ("A-2", "Trips of a month", "The list shows at most 50 rows on a page.")).Conflicts.ShouldBeEmpty();

    [Fact]
    public void Duplicates_are_named_by_index_and_are_no_conflict()
    {
        var found = Analyze(
            ("A-1", "Show the due date of a loan in the list", ""), ("A-2", "Print labels", ""), ("A-3", "Show the due dates of a loan in the list!", ""));

        found.Duplicates.ShouldBe([new DuplicatePair(0, 2, 1)]);
        found.Conflicts.ShouldBeEmpty();
    }

    [Fact]
    public void No_tickets_have_no_findings()
    {
        var found = new BacklogAnalyzer().Analyze(CancellationToken.None);

        (found.Duplicates.Count, found.Conflicts.Count, found.Dependencies.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Tickets_without_keys_and_keys_that_occur_twice_are_taken()
    {
        var analyzer = new BacklogAnalyzer();
        analyzer.Add(null, Read("Print labels", "Depends on A-1", [])).ShouldBe(0);
        analyzer.Add("", Read("Store addresses", "", [])).ShouldBe(1);
        analyzer.Add("A-1", Read("Count bikes", "", [])).ShouldBe(2);
        analyzer.Add("a-1", Read("Wash bikes", "", [])).ShouldBe(3);

        analyzer.Analyze(CancellationToken.None).Dependencies.ShouldHaveSingleItem().On.ShouldBe(2);
    }

    [Fact]
    public void Every_kind_has_a_name_on_the_wire_of_its_own()
    {
        Enum.GetValues<DependencyKind>().Select(kind => new TicketDependency(0, 1, kind, "", null).KindName).ShouldBeUnique();
        Enum.GetValues<ConflictKind>().Select(kind => new TicketConflict(0, 1, kind, "", "").KindName).ShouldBe(["opposite_actions", "different_figures"]);
    }

    [Fact]
    public void For_any_backlog_quotes_are_verbatim_indexes_in_range_and_the_result_the_same_each_time()
    {
        string[] pieces =
        [
            "Add ", "Remove ", "Extend ", "Improve ", "Reduce ", "Increase ", "the export", "an address book", " of loans", "depends on ", "requires ", "once ",
            "blocked by ", "A-1", "A-2", "#3", "A-99", ". ", ", ", "\n\n", "\n- ", "at most 5 ",
            "limited to 20 MB ", "As a clerk I want to ", "[x] ", "API: ", "🙂", "\ud800", "é", "(", ")", "\0", "`", "*", "  ",
        ];
        var texts = Gen.ArrayOf(Gen.Elements(pieces)).Select(chosen => "x " + string.Concat(chosen));
        var backlogs = from titles in Gen.ListOf(texts) from descriptions in Gen.ListOf(texts) select titles.Zip(descriptions).ToList();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(backlogs.ToArbitrary(), backlog =>
        {
            var tickets = backlog.ConvertAll(ticket => Read(ticket.First, ticket.Second, []));
            var found = Analyze(tickets);
            foreach (var pair in found.Duplicates) pair.First.ShouldBeInRange(0, pair.Second - 1);
            foreach (var conflict in found.Conflicts)
            {
                conflict.First.ShouldBeLessThan(conflict.Second);
                ShouldHold(tickets[conflict.First], conflict.FirstQuote);
                ShouldHold(tickets[conflict.Second], conflict.SecondQuote);
            }

            foreach (var dependency in found.Dependencies)
            {
                dependency.Ticket.ShouldNotBe(dependency.On);
                ShouldHold(tickets[dependency.Ticket], dependency.Quote);
                if (dependency.OnQuote is { } quote) ShouldHold(tickets[dependency.On], quote);
            }

            var again = Analyze(tickets);
            again.Duplicates.ShouldBe(found.Duplicates);
            again.Conflicts.ShouldBe(found.Conflicts);
            again.Dependencies.ShouldBe(found.Dependencies);
        }));
    }

    [Fact]
    public void A_key_named_a_thousand_times_costs_no_more_than_it_should()
    {
        var text = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"See A-{i}. "));

        Analyze(("A-5000", "Print labels", text), ("A-3", "Store addresses", ""), ("A-1500", "Wash bikes", "")).Dependencies.ShouldHaveSingleItem().On.ShouldBe(
            1);
    }

    private static void ShouldHold(Ticket ticket, string quote) => (ticket.Summary.Clean + "\n" + ticket.Description.Clean).ShouldContain(quote);

    private static BacklogFindings Analyze(params (string Key, string Title, string Text)[] tickets)
    {
        var analyzer = new BacklogAnalyzer();
        foreach (var (key, title, text) in tickets) analyzer.Add(key, Read(title, text, []));
        return analyzer.Analyze(CancellationToken.None);
    }

    private static BacklogFindings Analyze(List<Ticket> tickets)
    {
        var analyzer = new BacklogAnalyzer();
        for (var i = 0; i < tickets.Count; i++) analyzer.Add(i == 2 ? "3" : $"A-{i + 1}", tickets[i]);
        return analyzer.Analyze(CancellationToken.None);
    }

    private static Ticket Read(string title, string text, IReadOnlyList<ContextItem> context) =>
        TicketReader.Read(new TicketInput(title, text, Context: context), TicketLimits.CommandLine).Ticket.ShouldNotBeNull();
}
