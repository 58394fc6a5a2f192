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

    /// <summary>
    /// Tickets made to use as many signals of the judge as possible: sections, code, traces, templates, links, lists, and what is hardly a ticket.
    /// </summary>
    public static IReadOnlyList<(string Summary, string Description)> Forms { get; } =
    [
        ("Shelf map LIB-40", """
            ## Motivation

            New readers cannot find the shelves, and @anna answers the same question twenty times a day.

            ## Implementation notes

            Add a `ShelfMap` component to `src/map/ShelfMap.tsx`, cache the plan in Redis and call `GET /shelves?floor=2`.

            ```ts
            const plan = await shelves.load(floor);
            draw(plan);
            cache.set(floor, plan, 300);
            ```

            ## Open questions

            - Which floors are open to the public?
            - Do we show the archive? What about the garden?

            See https://example.org/plans and [the drawing](https://example.org/drawing.pdf), LIB-12 and LIB-31.

            - [x] Plans of both floors scanned
            - [ ] "You are here" is shown at each kiosk
            - [ ] 95 % of taps find a shelf within 2 s
            """),
        ("Kolibri 4.2.1 fails with NullReferenceException when the printer is off", """
            Environment: Kolibri 4.2.1, Windows 11 23H2, .NET 10.0, Firefox 131

            ## Steps to reproduce

            1. Switch off the receipt printer
            2. Log in as staff
            3. Return a book with the title "The Sea"

            ```
            System.NullReferenceException: Object reference not set to an instance of an object.
               at Kolibri.Printing.ReceiptPrinter.Print(Receipt receipt) in Printing.cs:line 41
               at Kolibri.Returns.ReturnDesk.Finish() in ReturnDesk.cs:line 112
            ```

            ## Expected behaviour

            The return is booked and a message says that the receipt was not printed.

            ## Actual behaviour

            The return is lost and the page stays white. Could be a race with the spooler, perhaps a better error message is enough?

            Because of this, staff write returns on paper every evening. Blocked by LIB-77. Use a retry with three attempts, and also log the error.
            """),
        ("Clean up old reservations, migrate the archive and improve the speed of various reports", """
            As a head of the library I want to clean up old reservations so that the shelf of reserved books is not full of books that are never collected.

            The nightly job must use a stored procedure and Hangfire. It should be fast, robust and user-friendly, and various reports etc. have to be better.
            In addition, move the archive to the new server, then add an export to Excel and a page with statistics.

            This depends on the new server, and we are waiting for the network team.
            """),
        ("Research: compare two suppliers of RFID gates", """
            **Question:** which of the two gates recognises our old labels?

            - Borrow one gate of each supplier for a week
            - Test 200 labels of each age
            - Write down the share of labels that were read, the price and the noise

            Time box: five days. We need the result before the budget is decided in March, because the order takes three months.
            """),
        ("Screenshot", "![screen](https://example.org/screen.png)"),
        ("Link", "https://example.org/forum/threads/1234"),
        ("Thanks for the great summer party", "It was lovely to see you all. The photos are on the shared drive, cake is in the kitchen."),
        ("Reading lists for schools", """
            <!-- Please describe the feature. Delete this line. -->
            **Is your feature request related to a problem?**

            Teachers order 30 copies one by one, which takes an hour for each class.

            **Describe the solution you'd like**

            A teacher enters the list once and orders it for a class. The order names missing copies. An order of 30 copies takes less than five minutes.

            **Additional context**

            [Add any other context here]
            """),
        ("As a volunteer, I want a list of overdue audio books, so that I can call their readers before the weekend", """
            Given ten overdue audio books, when the volunteer opens the list, then the longest overdue is first.
            Given a reader without a phone number, when the list is shown, then the address is shown instead.
            """),
    ];
}
