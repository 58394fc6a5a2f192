using System.Text;
using System.Text.Json;
using Vindex.Scoring.AgentReady;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Rewriting;
using Vindex.Scoring.Tickets;
using Vindex.Server.Mcp;
using Vindex.Server.Rewriting;

namespace Vindex.Cli.Mcp;

/// <summary>The tools that need no server. They judge in this process and store nothing.</summary>
internal sealed class LocalTools
{
    private readonly Dictionary<string, TicketJudge> _judges = new(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["score_ticket", "score_backlog", "propose_rewrite", "work_order"];

    /// <summary>Their descriptions.</summary>
    public static IEnumerable<ToolDescription> Descriptions => Names.Select(ToolDescription.Of);

    /// <summary>Whether a tool is one of them.</summary>
    public static bool Has(string name) => Names.Contains(name);

    /// <summary>Calls one of them.</summary>
    public ToolAnswer Call(string name, IEnumerable<KeyValuePair<string, JsonElement>>? given)
    {
        var (arguments, errors) = ToolArguments.Read(ToolDescription.Of(name), given);
        if (arguments is null) return ToolAnswer.Error(errors!);
        var profile = arguments.Text("system_type") ?? Profile.DefaultName;
        if (JudgeFor(profile) is not { } judge)
            return ToolAnswer.Error($"Unknown system_type {ScoreText.Quoted(profile)}; without a server there are {string.Join(" and ", Profile.BuiltIn.Select(known => known.Name))}.");
        return name switch
        {
            "score_backlog" => ScoreBacklog(arguments, judge),
            "propose_rewrite" when arguments.Text("rewriter") == Rewriters.Model => ToolAnswer.Error("Without a server there is no model; leave out rewriter."),
            "propose_rewrite" => Rewrite(arguments, judge, (ticket, rewrite) => RewriteText.Of(new ProposedText(ticket, rewrite), arguments.Text("format"))),
            "work_order" => Rewrite(arguments, judge, (ticket, rewrite) => new ToolAnswer(WorkOrder.Write(ticket, rewrite))),
            _ => ScoreTicket(arguments, judge),
        };
    }

    private static ToolAnswer Rewrite(ToolArguments arguments, TicketJudge judge, Func<Ticket, TicketRewrite, ToolAnswer> answer)
    {
        var reading = TicketReader.Read(Input(arguments.Text), TicketLimits.CommandLine);
        return reading.Ticket is null
            ? ToolAnswer.Error(reading.Reason!)
            : answer(reading.Ticket, OfflineRewriter.Rewrite(reading, judge));
    }

    private static ToolAnswer ScoreTicket(ToolArguments arguments, TicketJudge judge)
    {
        var reading = TicketReader.Read(Input(arguments.Text), TicketLimits.CommandLine);
        if (reading.Ticket is null) return ToolAnswer.Error(reading.Reason!);
        var judgement = judge.Judge(reading);
        var text = new StringBuilder();
        text.AppendLine($"{ScoreText.Name(arguments.Text("key"), arguments.Text("summary")!)}: {ScoreText.Line(judgement.Scores)}");
        if (judgement.Reading is { } read) text.AppendLine(ScoreText.Kind(read.Kind));
        ScoreText.WriteAdvice(text, judgement.RecommendationDetails, judgement.Findings);
        return new ToolAnswer(text.ToString());
    }

    private static ToolAnswer ScoreBacklog(ToolArguments arguments, TicketJudge judge)
    {
        var tickets = arguments.Items("tickets");
        if (BacklogText.CountError(tickets.Count) is { } wrong) return ToolAnswer.Error(wrong);
        var scored = new List<BacklogEntry>();
        var refused = new List<(int Index, string Detail)>();
        foreach (var (index, ticket) in tickets.Index())
        {
            var input = Input(name => ticket.TryGetProperty(name, out var value) ? value.GetString() : null);
            var reading = TicketReader.Read(input, TicketLimits.CommandLine);
            if (reading.Ticket is null)
            {
                refused.Add((index, reading.Reason!));
                continue;
            }

            var judgement = judge.Judge(reading);
            scored.Add(new BacklogEntry(index, BacklogEntry.KeyOf(ticket), input.Summary, judgement.Scores, judgement.Recommendations, Link: null));
        }

        return BacklogText.Of(scored, refused);
    }

    private static TicketInput Input(Func<string, string?> text) =>
        new(text("summary") ?? "", text("description"), text("acceptance_criteria"), text("key"), text("issue_type"));

    private TicketJudge? JudgeFor(string profile)
    {
        if (_judges.TryGetValue(profile, out var judge)) return judge;
        return Profile.FindBuiltIn(profile) is { } builtIn ? _judges[profile] = JudgeVersions.Load(builtIn) : null;
    }
}
