using System.Text.Json;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Feedback.Statistics;

/// <summary><c>POST /feedback/stats</c>.</summary>
internal static class StatsEndpoint
{
    public static void MapStats(this IEndpointRouteBuilder feedback) =>
        feedback.MapPost("/stats", AnswerAsync).WithName("feedback_stats").WithSummary("Statistics over time")
            .RequireScope(Scopes.FeedbackRead).Accepts<StatsRequestBody>(JsonAnswer.ContentType).Produces<StatsBody>();

    public static async Task<IResult> AnswerAsync(HttpContext context, ProjectAccess access, StatisticsDesk desk, TimeProvider time)
    {
        var (body, refusal) = await ModelBody.ReadAsync(context, ModelBody.SmallLimit);
        if (body is null) return refusal!;
        using (body)
        {
            var request = StatsRequestReader.Read(body.Model);
            if (body.Errors.Any) return body.Errors;
            var sight = await access.FindAsync(context.Caller(), request.ProjectId, context.RequestAborted);
            request = request with { Filter = [.. CustomerFilter.Of(sight?.CustomerIds), .. request.Filter] };
            switch (StatsPlanner.Plan(request, time.GetUtcNow()))
            {
                case PlannedQuestion.Refused { Status: StatusCodes.Status422UnprocessableEntity } refused:
                    Refuse(body, refused);
                    return body.Errors;
                case PlannedQuestion.Refused refused:
                    return sight is null ? FeedbackRefusal.ProjectNotFound : FeedbackRefusal.BadRequest(refused.Reason, refused.Type);
                case PlannedQuestion.Accepted accepted:
                    if (sight is null) return FeedbackRefusal.ProjectNotFound;
                    return await desk.AskAsync(accepted.Plan, [sight.Key], context.RequestAborted) switch
                    {
                        StatsResult.Answered answered => new Written(answered.Answer),
                        StatsResult.TooLarge tooLarge => FeedbackRefusal.BadRequest(tooLarge.Reason, "ValueError"),
                        var other => throw new InvalidOperationException(other.ToString()),
                    };
                case var other:
                    throw new InvalidOperationException(other.ToString());
            }
        }
    }

    private static void Refuse(ModelBody body, PlannedQuestion.Refused refused)
    {
        // The location begins with "body", and names at most one of its members.
        if (refused.Location is [_, string name] && body.Model.Given(name) is { } value) value.Refuse(refused.Type, refused.Reason);
        else body.Errors.Add(ModelLocation.Body, refused.Type, refused.Reason, body.Model.Raw);
    }

    /// <summary>Writes the answer straight into the response, no faster than it is taken.</summary>
    private sealed class Written(StatsAnswer answer) : IResult, IValueHttpResult<StatsAnswer>
    {
        private static readonly JsonWriterOptions s_options = new() { Encoder = WireJson.Encoder, SkipValidation = true };

        /// <summary>What is answered, for pages that ask the endpoint themselves.</summary>
        public StatsAnswer Value => answer;

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
