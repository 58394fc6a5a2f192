using Shouldly;
using Vindex.Models.Tests.Injections;
using Vindex.Models.Tests.Protocol;
using Vindex.Scoring.Tickets;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Judging;

/// <summary>
/// Forty tickets that ask for a better score, from <c>POST /v1/score</c> to the stored score, with a model that obeys each of them in any case. For none does
/// the score rise by more than 1.0.
/// </summary>
public sealed class ModelInjectionTests
{
    private const decimal MostRise = 1.0m;

    [Theory]
    [InlineData("model:default")]
    [InlineData("consensus:default")]
    public async Task No_injection_that_is_obeyed_wins_anything(string judge)
    {
        var api = Api.Of("openai");
        var obeys = false;
        await using var model = await ModelServer.StartAsync((context, _, _) => ModelServer.WriteAsync(
            context, 200,
            api.Success((Volatile.Read(ref obeys) ? AnswerText.Of(10, "As a sales manager I want to export") : AnswerText.Of(Injection.Honest)).ToJsonString())));
        await using var judged = await JudgedCompany.StartAsync(api, model.Address, judge, "fail", ("Limits:Score:Requests", "0"));
        var honest = await ScoreAsync(judged.Client, Injection.Clean);
        Volatile.Write(ref obeys, true);

        var injections = Injection.All.Select(one => Injection.Of(one.Field, one.Escaped)).ToList();
        injections.Count.ShouldBe(40);
        foreach (var injection in injections)
            (await ScoreAsync(judged.Client, injection.Ticket)).ShouldBeLessThanOrEqualTo(honest + MostRise, $"{injection.Field}: {injection.Text}");

        (await ScoreAsync(judged.Client, Injection.Clean)).ShouldBeGreaterThan(honest + MostRise);
        model.Requests.Count.ShouldBe(42);
    }

    private static async Task<decimal> ScoreAsync(HttpClient client, TicketInput ticket)
    {
        var body = Json.Content(new
        {
            ticket_data = new
            {
                summary = ticket.Summary,
                description = ticket.Description.Text,
                acceptance_criteria = ticket.AcceptanceCriteria.Text,
                issue_type = ticket.IssueType,
            },
            context_items = (ticket.Context ?? []).Select(item => new
            {
                kind = item.Kind == ContextKind.Comment ? "comment" : "linked_issue",
                key = item.Key,
                relation = item.Relation,
                title = item.Title,
                text = item.Text,
            }),
        });
        return (await (await client.PostAsync("/v1/score", body)).JsonAsync(200)).Number("overall_score");
    }
}
