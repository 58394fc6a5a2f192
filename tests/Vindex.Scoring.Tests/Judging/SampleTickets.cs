namespace Vindex.Scoring.Tests.Judging;

/// <summary>Tickets of an invented library, each of another kind and form. They name the product "Kolibri", a word that the judge does not know.</summary>
internal static class SampleTickets
{
    public static IReadOnlyList<(string Summary, string Description)> All { get; } =
    [
        (Judged.BugSummary, Judged.BugText),
        (Judged.FeatureSummary, Judged.FeatureText),
        ("Receipt printer of Kolibri prints the date twice", """
            When a reader returns two books at once, the receipt of Kolibri shows the return date twice and the second line runs off the paper.

            Steps to reproduce:

            1. Return two books within one minute
            2. Print the receipt

            Expected: one date at the top.
            Actual: a date above each title; the last title is cut off.
            """),
        ("Kolibri: upgrade the search index to version 9", """
            The index format of version 7 is no longer supported after June, and the nightly rebuild takes four hours.

            - [ ] Rebuild the index with version 9 on the test server
            - [ ] Compare the results of the 50 most frequent searches
            - [ ] Switch the live server during the Sunday window
            """),
        ("Show readers how many people wait for a book", """
            Readers ask at the desk how long they will wait. Kolibri knows the queue but shows it only to staff.

            ## Acceptance criteria

            - The page of a book that is out shows "3 people are waiting"
            - A book without a queue shows nothing
            - The number is updated within a minute after a reservation
            """),
        ("Find out whether Kolibri can read the old membership cards", """
            About 2,000 members still have cards with a magnetic strip. Before we order new readers we want to know if the strip can be read.

            Time box: two days. Result: a page with a recommendation and the price of the hardware.
            """),
        ("Fees are wrong", "Some fees are wrong sometimes. Please fix it soon."),
        ("Improve the Kolibri start page", "The start page should be nicer, faster and more intuitive, and maybe it could also show some news etc."),
        ("Rework everything about the Kolibri catalogue", "Import, search, detail pages, reservations, statistics, mobile view and the staff pages."),
        ("Loan history", "As a reader I want to see the books that I borrowed last year, so that I can recommend them to my friends.\n\nGiven a reader with 30 loans, when she opens the history, then the newest 20 are listed with title and date."),
        ("Use a queue table in the Kolibri database for reminders", "Create the table reminder_queue with a status column and let ReminderJob poll it every 30 seconds with SELECT FOR UPDATE, because two servers send the same reminder today."),
        ("Reminder mails are sent after the book was returned", "Since Kolibri 4.2 readers get a reminder up to two days after they returned the book. They call the desk, about ten times a day.\n\nExpected: no reminder for a returned book.\n\nLog:\n\n```\n2031-03-02 10:11:12 INFO reminder sent loan=7712 returned=true\n```"),
        ("Document the nightly export", "New colleagues cannot find out which files the nightly export writes. Describe each file with its columns and the hour in which it appears."),
        ("Kolibri kiosk", "A kiosk at the entrance where readers return books on their own: scan the book, scan the card, print a receipt. Depends on LIB-12 for the card reader."),
        ("Dark theme for the staff pages", "The evening shift works in a dim room and complains about the bright pages. All staff pages follow the setting of the operating system; the contrast of text is at least 4.5 to 1."),
        ("Cannot extend a loan on a phone", "On phones narrower than 360 px the button to extend a loan is hidden behind the footer, so readers come to the desk.\n\n![screen](extend.png)\n\nIt should be visible without scrolling."),
    ];
}
