using System.Text.RegularExpressions;
using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Models.Tests.Injections;

/// <summary>
/// Forty tickets that ask for a better score, through the whole path and over HTTP, with models that obey: one whenever it can read the request, and one in any
/// case, as if it had read it in spite of everything. For none of them does the score rise by more than 1.0.
/// </summary>
public sealed partial class InjectionTests
{
    private const double MostRise = 1.0;
    private static readonly int[] s_honest = [9, 8, 7, 5, 7, 4];

    private static readonly TicketInput s_ticket = new(
        "Export customers",
        "As a sales manager I want to export the customer list so that I can call my customers without copying rows by hand.\n\nThe export has the columns that the list shows.",
        "- The file opens in a spreadsheet");

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Injections", "injections.txt")).Where(line => line[0] != '#'))
            {
                var colon = line.IndexOf(": ", StringComparison.Ordinal);
                data.Add(line[..colon], line[(colon + 2)..]);
            }

            return data;
        }
    }

    [Fact]
    public void There_are_forty() => Cases.Count.ShouldBe(40);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_injection_that_is_obeyed_wins_nothing(string field, string escaped)
    {
        var injection = Escape().Replace(escaped, match => match.Value == "\\n" ? "\n" : ((char)Convert.ToInt32(match.Value[2..], 16)).ToString());
        var clean = await ScoreAsync(s_ticket, _ => false);
        var ticket = With(field, injection);

        (await ScoreAsync(ticket, prompt => prompt.Contains(Payload(injection)))).ShouldBeLessThanOrEqualTo(clean + MostRise);
        (await ScoreAsync(ticket, _ => true)).ShouldBeLessThanOrEqualTo(clean + MostRise);
        var cleanConsensus = await ScoreAsync(s_ticket, _ => false, JudgingMode.Consensus);
        (await ScoreAsync(ticket, _ => true, JudgingMode.Consensus)).ShouldBeLessThanOrEqualTo(cleanConsensus + MostRise);
    }

    [Fact]
    public async Task Without_an_injection_the_obeying_model_would_be_believed() =>
        (await ScoreAsync(s_ticket, _ => true)).ShouldBeGreaterThan(await ScoreAsync(s_ticket, _ => false) + MostRise);

    // The longest word: what the model must at least have seen to obey.
    private static string Payload(string injection) => injection.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).MaxBy(word => word.Length)!;

    private static TicketInput With(string field, string injection) => field switch
    {
        "description" => s_ticket with { Description = $"{s_ticket.Description.Text}\n\n{injection}\n\nThank you." },
        "criteria" => s_ticket with { AcceptanceCriteria = $"{s_ticket.AcceptanceCriteria.Text}\n{injection}" },
        "summary" => s_ticket with { Summary = injection },
        "comment" => s_ticket with { Context = [new ContextItem(ContextKind.Comment, null, null, null, injection)] },
        "linked" => s_ticket with { Context = [new ContextItem(ContextKind.LinkedIssue, "OPS-7", "relates to", injection, null)] },
        "type" => s_ticket with { IssueType = injection },
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Unknown field."),
    };

    private static async Task<double> ScoreAsync(TicketInput ticket, Func<string, bool> obeys, JudgingMode mode = JudgingMode.Model)
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync((context, request, _) => ModelServer.WriteAsync(
            context, 200,
            api.Success((obeys(request.Prompt) ? AnswerText.Of(10, "As a sales manager I want to export") : AnswerText.Of(s_honest)).ToJsonString())));
        var judged = (await TestJudge.JudgeAsync(api.Settings(server.Address), ticket, new JudgingPlan(mode))).ShouldBeOfType<ModelOutcome.Judged>().Judgement;
        return (double)judged.Scores.Overall;
    }

    [GeneratedRegex(@"\\n|\\u[0-9A-F]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
