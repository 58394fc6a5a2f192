using Vindex.Scoring.Rewriting.Parts;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Rewriting;

/// <summary>Reads a proposed text that somebody has edited, to write it in another format.</summary>
public static class RewrittenText
{
    private const int DeepestHeading = 2;

    /// <summary>The blocks of Markdown, in its order.</summary>
    public static IReadOnlyList<RewriteBlock> Read(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var ticket = TicketReader.Read(new TicketInput("Text", markdown), TicketLimits.CommandLine with { OverLimit = OverLimit.Cut }).Ticket!;
        return [.. PartReader.Read(ticket).Where(part => part.LeftOut != LeftOutReason.Instruction).Select(part => Block(part.Block))];
    }

    private static RewriteBlock Block(RewriteBlock block)
    {
        if (block.Role == RewriteRole.Subheading && block.Level <= DeepestHeading) return block with { Role = RewriteRole.Heading };
        return RewriteBlock.IsMarked(block.Text) ? new RewriteBlock(RewriteRole.Question, block.Text["[Question: ".Length..^1]) : block;
    }
}
