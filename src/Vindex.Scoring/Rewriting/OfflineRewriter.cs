using Vindex.Scoring.Judging;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Rewriting.Parts;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting;

/// <summary>
/// Arranges a ticket's own text under the headings of its kind, leaves out what a template put there, and marks what is missing as a question. Nothing is
/// invented: every line is verbatim from the ticket, a heading of the layout or a marked question. A pure function of ticket and judge.
/// </summary>
public static class OfflineRewriter
{
    // The overall score may fall by this much, in tenths, before the parts are left where they are.
    private const int MostLostTenths = 3;

    /// <summary>The headings of a kind, in order.</summary>
    public static IReadOnlyList<string> Headings(TicketKind kind) => [.. Layout.Of(kind).Select(section => section.Heading)];

    /// <summary>Proposes a text.</summary>
    /// <param name="reading">A reading that was not refused.</param>
    /// <param name="judge">Judges the ticket before and after.</param>
    public static TicketRewrite Rewrite(TicketReading reading, TicketJudge judge)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(judge);
        var ticket = reading.Ticket ?? throw new ArgumentException("A failed reading has no ticket to rewrite.", nameof(reading));
        var before = judge.Judge(reading);
        var kind = before.Reading?.Kind ?? TicketKind.Feature;
        var parts = PartReader.Read(ticket);
        var gaps = new Gaps(ticket, before.Reading, parts);
        var blocks = Write(kind, Arrangement.Of(kind, before.Reading, parts), gaps);
        var after = judge.Judge(TicketRewrite.Read(ticket, blocks));
        if (after.Scores.OverallTenths < before.Scores.OverallTenths - MostLostTenths)
        {
            // Some texts lose by being taken apart: their parts stay where they are.
            var inPlace = WriteInPlace(kind, parts, gaps);
            var other = judge.Judge(TicketRewrite.Read(ticket, inPlace));
            if (other.Scores.OverallTenths > after.Scores.OverallTenths) (blocks, after) = (inPlace, other);
        }

        return new TicketRewrite(
            kind,
            blocks,
            TicketRewrite.QuestionsIn(blocks),
            [.. parts.Where(part => part.LeftOut is not null).Select(part => new LeftOut(part.LeftOut!.Value, part.Field, part.Block.Text))],
            before,
            after);
    }

    private static List<RewriteBlock> WriteInPlace(TicketKind kind, List<TicketPart> parts, Gaps gaps)
    {
        List<RewriteBlock> blocks = [.. Arrangement.Kept(parts).Select(part => part.Block)];
        var questions = Layout.Of(kind).SelectMany(gaps.Questions).ToList();
        if (questions.Count > 0) blocks.Add(new RewriteBlock(RewriteRole.Heading, Layout.Of(kind)[^1].Heading));
        blocks.AddRange(questions.Select(question => new RewriteBlock(RewriteRole.Question, question)));
        return blocks;
    }

    private static List<RewriteBlock> Write(TicketKind kind, Arrangement arrangement, Gaps gaps)
    {
        var blocks = new List<RewriteBlock>();
        foreach (var (index, section) in Layout.Of(kind).Index())
        {
            var parts = arrangement.Groups[index];
            var questions = gaps.Questions(section).ToList();
            if (parts.Count == 0 && questions.Count == 0) continue;
            blocks.Add(new RewriteBlock(RewriteRole.Heading, section.Heading));
            blocks.AddRange(parts.Select(part => part.Block));
            blocks.AddRange(questions.Select(question => new RewriteBlock(RewriteRole.Question, question)));
        }

        return blocks;
    }
}
