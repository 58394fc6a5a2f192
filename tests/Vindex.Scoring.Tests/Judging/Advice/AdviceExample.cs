using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Tests.Judging.Advice;

/// <summary>Tickets of the project's own and what is advised about them.</summary>
internal static class AdviceExample
{
    private static readonly WordClasses s_classes = WordClasses.Parse(DataFile.Text("Reading/classes.txt"));

    /// <summary>Tickets of every kind, and texts that are none.</summary>
    public static (TicketKind Kind, string Summary, string? Description)[] All { get; } =
    [
        (TicketKind.Story, "As a librarian I want to renew loans in bulk so that the Friday queue shrinks", null),
        (TicketKind.Story, "As an editor, I'd like to be able to pin an article", "Readers overlook the notice about the strike."),
        (TicketKind.Story, "As Rosa, I want to see which shelves are empty", null),
        (TicketKind.Story, "As a cook I would like the ability to scale a recipe", "Some recipes have odd amounts."),
        (TicketKind.Feature, "Add a Filter to the Loan Overview", null),
        (TicketKind.Feature, "Allow members to export their reading list", "As CSV, maybe as PDF too."),
        (TicketKind.Feature, "Support barcode scanners", null),
        (TicketKind.Feature, "Add support for e-ink tablets", null),
        (TicketKind.Feature, "[UX] Make the checkout button more visible", null),
        (TicketKind.Feature, "feat(cart): remember the last voucher", null),
        (TicketKind.Feature, "Android: offline mode", null),
        (TicketKind.Feature, "Notify borrowers two days before the due date", null),
        (TicketKind.Feature, "Improve the search", "It should be faster and more intuitive."),
        (TicketKind.Feature, "Add `--quiet` to the importer", null),
        (TicketKind.Feature, "Dark mode", null),
        (TicketKind.Feature, "Expose loan statistics as an API", null),
        (TicketKind.Feature, "Remove the wishlist", null),
        (TicketKind.Feature, "Let guests reserve a seat, cancel it and invite others", "- reserve\n- cancel\n- invite"),
        (TicketKind.Bug, "Export button does nothing", null),
        (TicketKind.Bug, "Unable to save a draft", "1. Open a draft\n2. Press save\n\nNothing is saved."),
        (TicketKind.Bug, "Cannot log in", null),
        (TicketKind.Bug, "Crash when the shelf list is empty", "NullPointerException"),
        (TicketKind.Bug, "NullReferenceException in LoanService.Renew", "```\nat LoanService.Renew(Loan.cs:12)\nat Program.Main()\n```"),
        (TicketKind.Bug, "Wrong total on the invoice page", null),
        (TicketKind.Bug, "Search results are slow with many tags", null),
        (TicketKind.Bug, "LoanServiceTest fails sometimes", "Since yesterday."),
        (TicketKind.Bug, "Deleting a shelf leaves orphaned books", null),
        (TicketKind.Bug, "Login page not loading", "## Steps to reproduce\n1. Open the login page\n2. Wait\n\n## Expected\n\n## Actual\nA white page."),
        (TicketKind.Bug, "500 on upload", "2026-03-01 10:11:12 ERROR upload failed\n2026-03-01 10:11:13 ERROR retry"),
        (TicketKind.Bug, "No way to close the help panel", null),
        (TicketKind.Bug, "Missing icons in the toolbar", null),
        (TicketKind.Bug, "Users get logged out", "Some users get logged out randomly."),
        (TicketKind.Task, "Upgrade Lucene to 9.7", null),
        (TicketKind.Task, "Upgrade to Gradle 8.5", null),
        (TicketKind.Task, "Refactor the loan calculator", null),
        (TicketKind.Task, "Clean up old feature flags", null),
        (TicketKind.Task, "Write docs for the plugin interface", null),
        (TicketKind.Task, "Migrate reports from Jasper to our own renderer", null),
        (TicketKind.Task, "Rename Patron to Member", null),
        (TicketKind.Task, "Remove the legacy importer", null),
        (TicketKind.Task, "Set up monitoring for the print server", null),
        (TicketKind.Task, "Add integration tests for returns", null),
        (TicketKind.Task, "Popover > Update docs", null),
        (TicketKind.Task, "Replace the cron job with a worker", null),
        (TicketKind.Task, "Create a mockup of the kiosk screen", null),
        (TicketKind.Task, "Bump version", null),
        (TicketKind.Spike, "Spike: Compare queue libraries", null),
        (TicketKind.Spike, "How should we store scans?", null),
        (TicketKind.Spike, "Investigate offline sync", "Find out whether it works."),
        (TicketKind.Epic, "New member portal", "- login\n- loans\n- fees\n- messages"),
        (TicketKind.Epic, "Redesign of the whole catalogue", null),
        (TicketKind.NotATicket, "test", null),
        (TicketKind.NotATicket, "NULL", "NULL"),
        (TicketKind.NotATicket, "asdf", "Lorem ipsum dolor sit amet."),
        (TicketKind.NotATicket, "[ERROR] worker died", "2026-03-01 10:11:12 ERROR worker died"),
        (TicketKind.Feature, "it", null),
        (TicketKind.Feature, "😀😀😀", "🎉"),
        (TicketKind.Feature, "检索结果应当按日期排序", null),
        (TicketKind.Bug, "Die Suche ist kaputt und das Ergebnis fehlt", null),
        (TicketKind.Bug, "La página de inicio no carga para los usuarios", null),
        (TicketKind.Feature, "???", "..."),
        (TicketKind.Feature, "x <b>{subject}</b> {0} %s ${x}", "<script>alert(1)</script> {quote} {{noun}}"),
        (TicketKind.Task, "a", null),
        (TicketKind.Task, "a -----", "----"),
        (TicketKind.Feature, "\"unclosed quote and 'another (bracket [of any {kind", null),
        (TicketKind.Feature, new string('x', 1000), null),
        (TicketKind.Feature, string.Join(' ', Enumerable.Repeat("very", 200)), string.Join(' ', Enumerable.Repeat("some many several", 300))),
        (TicketKind.Bug, "Add the the the a an of of to to in in", "and or but"),
        (TicketKind.Feature, "Foo: Bar: Baz: Qux: > > > - - -", null),
    ];

    public static TicketText Read(string summary, string? description = null)
    {
        var text = new TicketText(s_classes);
        text.Read(TicketReader.Read(new TicketInput(summary, description), TicketLimits.CommandLine).Ticket!);
        return text;
    }

    public static string? Write(TicketKind kind, AdviceGroup group, string summary, string? description = null, string? quote = null)
    {
        var text = Read(summary, description);
        return new AdviceWriter().Write(new(text, kind, group, quote is null ? null : Locate(text, quote))).Text;
    }

    private static AdviceQuote Locate(TicketText text, string quote)
    {
        foreach (var field in new[] { TicketField.Summary, TicketField.Description })
        {
            if (text.Text(field).Clean.IndexOf(quote, StringComparison.Ordinal) is >= 0 and var start) return new(field, start, start + quote.Length);
        }

        throw new ArgumentException($"'{quote}' is not in the ticket.", nameof(quote));
    }
}
