using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring.Backlogs.Analysis;

namespace Vindex.Cli.Output;

/// <summary>Near-duplicates, conflicts and dependencies between tickets, each with the words that show it.</summary>
internal sealed class RelationsSection(ConsolePage page)
{
    private const int Most = 20;
    private const int Indent = 8;

    public void Write(TicketRelations relations)
    {
        var (duplicates, conflicts, dependencies) = relations.Findings;
        Section("Duplicates", duplicates, pair =>
        {
            Head($"  {Name(relations, pair.First)} and {Name(relations, pair.Second)}: {pair.Similarity:0.00} alike");
            Ticket(relations, pair.First);
            Ticket(relations, pair.Second);
        });
        Section("Conflicts", conflicts, conflict =>
        {
            Head(
                $"  {Name(relations, conflict.First)} and {Name(relations, conflict.Second)}: {(conflict.Kind == ConflictKind.OppositeActions ? "opposite requests" : "different numbers")}");
            Quote(Name(relations, conflict.First), conflict.FirstQuote);
            Quote(Name(relations, conflict.Second), conflict.SecondQuote);
        });
        Section("Dependencies", dependencies, dependency =>
        {
            Head($"  {Name(relations, dependency.Ticket)} {Relation(dependency.Kind, Name(relations, dependency.On))}");
            Quote(Name(relations, dependency.Ticket), dependency.Quote);
            if (dependency.OnQuote is { } quote) Quote(Name(relations, dependency.On), quote);
        });
    }

    private static string Relation(DependencyKind kind, string on) => kind switch
    {
        DependencyKind.DependsOn => $"depends on {on}",
        DependencyKind.Blocks => $"blocks {on}",
        DependencyKind.Duplicates => $"says it duplicates {on}",
        DependencyKind.Follows => $"follows {on}",
        DependencyKind.NeedsWhatItAdds => $"needs what {on} adds",
        DependencyKind.PartOf => $"is part of {on}",
        _ => $"mentions {on}",
    };

    private static string Name(TicketRelations relations, int ticket) => TerminalText.OneLine(relations.Tickets[ticket].Key);

    private void Section<T>(string title, IReadOnlyList<T> items, Action<T> write)
    {
        page.Line();
        page.Line(title, Styles.Heading);
        if (items.Count == 0) page.Line("  none found");
        foreach (var item in items.Take(Most)) write(item);
        if (items.Count > Most) page.Line($"  and {items.Count - Most} more; --format json lists all", Styles.Faint);
    }

    private void Head(string text) => page.Line(TerminalText.Fit(text, page.Width - 1));

    private void Ticket(TicketRelations relations, int ticket) =>
        page.Line(
            new string(' ', Indent)
                + TerminalText.Fit($"{Name(relations, ticket)}  {TerminalText.OneLine(relations.Tickets[ticket].Title)}", page.Width - Indent - 1),
            Styles.Faint);

    private void Quote(
        string key, string quote) => page.Write(new string(' ', Indent)).Wrapped($"{key}: »{TerminalText.OneLine(quote)}«", Indent, Styles.Faint);
}
