using System.Diagnostics;
using System.Text.Json;
using Vindex.Server.Feedback.Model;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Feedback.Statistics;

/// <summary><c>POST /feedback/stats</c>.</summary>
internal static class StatsEndpoints
{
    public static void MapStats(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/stats", AnswerAsync).WithName("feedback_stats").WithSummary("Statistics over time")
            .RequireScope(Scopes.FeedbackRead).HeavyRead().Accepts<StatsRequestBody>(JsonAnswer.ContentType).Produces<StatsBody>();

    private static Task<IResult> AnswerAsync(HttpContext context, StatisticsService statistics) =>
        FeedbackResults.WithBodyAsync(context, FeedbackRequestBody.SmallLimit, body => StatsRequestReader.Read(body.Model), async (request, body) =>
            await statistics.AnswerAsync(context.Caller(), request, context.RequestAborted) switch
            {
                StatisticsOutcome.Answered(var answer) => new Written(answer),
                StatisticsOutcome.Refused(var refusal) => Refuse(body, refusal),
                StatisticsOutcome.ProjectNotFound => FeedbackRefusal.ProjectNotFound.ToResult(),
                _ => throw new UnreachableException(),
            });

    private static IResult Refuse(FeedbackRequestBody body, StatsRefusal refusal)
    {
        if (StatsRefusals.AsModelError(refusal) is not { } error) return new FeedbackRefusal.Invalid(StatsRefusals.Reason(refusal), "ValueError").ToResult();
        if (error.Member is { } member && body.Model.Given(member) is { } value) value.Refuse(error.Type, error.Text);
        else body.Errors.Add(ModelLocation.Body, error.Type, error.Text, body.Model.Raw);
        return body.Errors;
    }

    /// <summary>Writes the answer directly into the response, with backpressure.</summary>
    private sealed class Written(StatsAnswer answer) : IResult
    {
        private static readonly JsonWriterOptions s_options = new() { Encoder = WireFormat.Encoder, SkipValidation = true };

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = JsonAnswer.ContentType;
            var pipe = response.BodyWriter;
            await using var json = new Utf8JsonWriter(pipe, s_options);
            foreach (var _ in StatsJson.WriteInParts(json, answer))
            {
                await json.FlushAsync(httpContext.RequestAborted);
                if ((await pipe.FlushAsync(httpContext.RequestAborted)).IsCompleted) return;
            }

            await json.FlushAsync(httpContext.RequestAborted);
            if (!response.HasStarted) response.ContentLength = json.BytesCommitted;
            await pipe.FlushAsync(httpContext.RequestAborted);
        }
    }
}
