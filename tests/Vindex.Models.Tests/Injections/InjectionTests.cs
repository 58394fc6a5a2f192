using Shouldly;
using Vindex.Models.Tests.Protocol;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Models.Tests.Injections;

/// <summary>
/// Forty tickets that ask for a better score, through the whole path and over HTTP, with models that obey: one whenever it can read the request, and one in any
/// case, as if it had read it in spite of everything. For none of them does the score rise by more than 1.0.
/// </summary>
public sealed class InjectionTests
{
    private const double MostRise = 1.0;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, escaped) in Injection.All) data.Add(name, escaped);
            return data;
        }
    }

    [Fact]
    public void There_are_forty() => Cases.Count.ShouldBe(40);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_injection_that_is_obeyed_wins_nothing(string field, string escaped)
    {
        var injection = Injection.Of(field, escaped);
        var clean = await ScoreAsync(Injection.Clean, _ => false);

        (await ScoreAsync(injection.Ticket, prompt => prompt.Contains(injection.Payload))).ShouldBeLessThanOrEqualTo(clean + MostRise);
        (await ScoreAsync(injection.Ticket, _ => true)).ShouldBeLessThanOrEqualTo(clean + MostRise);
        var cleanConsensus = await ScoreAsync(Injection.Clean, _ => false, JudgingMode.Consensus);
        (await ScoreAsync(injection.Ticket, _ => true, JudgingMode.Consensus)).ShouldBeLessThanOrEqualTo(cleanConsensus + MostRise);
    }

    [Fact]
    public async Task Without_an_injection_the_obeying_model_would_be_believed() =>
        (await ScoreAsync(Injection.Clean, _ => true)).ShouldBeGreaterThan(await ScoreAsync(Injection.Clean, _ => false) + MostRise);

    private static async Task<double> ScoreAsync(TicketInput ticket, Func<string, bool> obeys, JudgingMode mode = JudgingMode.Model)
    {
        var api = Api.Of("openai");
        await using var server = await ModelServer.StartAsync((context, request, _) => ModelServer.WriteAsync(
            context, 200,
            api.Success((obeys(request.Prompt) ? AnswerText.Of(10, "As a sales manager I want to export") : AnswerText.Of(Injection.Honest)).ToJsonString())));
        var judged = (await TestJudge.JudgeAsync(api.Settings(server.Address), ticket, new JudgingPlan(mode))).ShouldBeOfType<ModelOutcome.Judged>().Judgement;
        return (double)judged.Scores.Overall;
    }
}
