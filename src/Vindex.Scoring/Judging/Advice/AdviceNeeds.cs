using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Text;

namespace Vindex.Scoring.Judging.Advice;

/// <summary>How likely the ticket has each of what advice may ask for, and how likely its kind is, 0–1.</summary>
internal readonly record struct AdviceEvidence(double Reason, double Criteria, double Vague, double Several, double Kind);

/// <summary>
/// Which families of advice a ticket gets: only where the gap is plain, fits the kind and is not filled elsewhere in the text. What is asked of a ticket
/// with little text would be wrong for most tickets with more.
/// </summary>
internal static class AdviceNeeds
{
    private const int LongBug = 80;
    private const int LeastForCriteria = 10;
    private const int LongTemplate = 60;
    private const double NoReason = 0.08;
    private const double NoCriteria = 0.15;
    private const double SureCriteria = 0.66;
    private const double Vague = 0.35;
    private const double Several = 0.3;

    /// <summary>Steps and versions are asked of what is a bug for certain: no one can give them for a wish.</summary>
    private const double SureBug = 0.65;
    private const double CertainBug = 0.8;

    private static readonly HashTable s_more = Words("also additionally furthermore moreover plus besides");
    private static readonly HashTable s_wanted = Words("should need needs must want wants please let add");
    private static readonly HashTable s_deciding = Words("should shall which do");
    private static readonly ulong s_comparative = VagueWord.Bit("comparative");
    private static readonly ulong s_speed = VagueWord.Bit("speed");

    /// <summary>Whether a family fits the ticket.</summary>
    public static bool Fits(in AdviceRequest request, AdviceFacts facts, in AdviceEvidence evidence) => request.Group switch
    {
        AdviceGroup.Detail =>
            NeedsDetail(request.Kind, facts)
            && (request.Kind == TicketKind.Bug ? facts.Has.HasFlag(Facts.Alone) || evidence.Kind >= SureBug : evidence.Criteria < SureCriteria),
        AdviceGroup.Environment =>
            request.Kind == TicketKind.Bug && evidence.Kind >= SureBug
            && !facts.Has.HasFlag(Facts.Version) && facts.Has.HasFlag(Facts.Steps) && !NeedsDetail(request.Kind, facts),
        AdviceGroup.Reason => request.Kind == TicketKind.Task && evidence.Reason < NoReason && facts.Has.HasFlag(Facts.Rework),
        AdviceGroup.Criteria =>
            request.Kind is not (TicketKind.Bug or TicketKind.NotATicket) && evidence.Criteria < NoCriteria && facts.Words >= LeastForCriteria
            && !facts.Has.HasFlag(Facts.Criteria),
        AdviceGroup.Vague => evidence.Vague >= Vague,
        AdviceGroup.Several => request.Kind != TicketKind.Epic && evidence.Several >= Several && HasWord(request, s_more) && HasWord(request, s_wanted),
        AdviceGroup.Template => facts.EmptySections is not null && facts.Words < LongTemplate,
        AdviceGroup.Questions => request.Kind != TicketKind.Bug && HasWord(request, s_deciding),
        _ => false,
    };

    /// <summary>
    /// Whether a ticket that is far from ready is asked how it can be checked. A bug that has certainly failed is asked where: the check is plain.
    /// </summary>
    public static bool FitsUnready(in AdviceRequest request, AdviceFacts facts, in AdviceEvidence evidence)
    {
        if (facts.Has.HasFlag(Facts.Alone) || request.Kind == TicketKind.NotATicket) return false;
        var isFailure = request.Kind == TicketKind.Bug && evidence.Kind >= CertainBug && (facts.Has & (Facts.Fault | Facts.Version)) == Facts.Fault;
        return request.Group switch
        {
            AdviceGroup.Criteria => !isFailure && (request.Kind != TicketKind.Bug || !facts.Has.HasFlag(Facts.Criteria)),
            AdviceGroup.Environment => isFailure,
            _ => false,
        };
    }

    /// <summary>Whether something vague can be asked about here.</summary>
    public static bool Fits(VagueWord word, AdviceFacts facts) =>
        (word.Classes & s_comparative) != 0 ? facts.Has.HasFlag(Facts.Bare) : (word.Classes & s_speed) == 0 || !facts.Has.HasFlag(Facts.Duration);

    private static bool NeedsDetail(TicketKind kind, AdviceFacts facts) => kind switch
    {
        TicketKind.NotATicket => true,
        TicketKind.Bug => facts.Words < LongBug && (facts.Has & (Facts.Steps | Facts.Version)) != (Facts.Steps | Facts.Version),
        _ => facts.Has.HasFlag(Facts.Bare),
    };

    // "We should also print receipts."
    private static bool HasWord(in AdviceRequest request, HashTable words)
    {
        if (request.Quote is not { } quote) return false;
        foreach (ref readonly var segment in request.Text.Segments)
        {
            if (segment.Field != quote.Field || segment.End <= quote.Start || segment.Start >= quote.End) continue;
            if (!char.IsLetter(request.Text.TextOf(segment)[0])) return false;
            foreach (ref readonly var token in request.Text.TokensOf(segment))
            {
                if (words.Contains(token.Hash)) return true;
            }
        }

        return false;
    }

    private static HashTable Words(string words) => HashTable.Of([.. words.Split(' ').Select(word => WordHash.Of(word))]);
}
