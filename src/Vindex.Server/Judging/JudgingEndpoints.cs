using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Judging;

/// <summary>Who judges the tickets of a company: under <c>/portal</c> for owners, under <c>/admin</c> for any company.</summary>
internal static class JudgingEndpoints
{
    public static async Task<Ok<JudgingStateBody>> FindAsync(HttpContext context, string company_id, JudgingService judging) =>
        (await judging.FindAsync(company_id, context.RequestAborted)).ToOk(JudgingStateBody.Of);

    public static async Task<Ok<JudgingStateBody>> PutAsync(HttpContext context, string company_id, Body<JudgingBody> body, JudgingService judging) =>
        body.Problem is { } problem
            ? problem
            : (await judging.PutAsync(context.Caller(), company_id, body.Input, context.RequestAborted)).ToOk(JudgingStateBody.Of);

    public static async Task<Ok<JudgingStateBody>> PutOwnAsync(HttpContext context, string company_id, Body<OwnModelBody> body, OwnModelService own) =>
        body.Problem is { } problem
            ? problem
            : (await own.PutAsync(context.Caller(), company_id, body.Input, context.RequestAborted)).ToOk(JudgingStateBody.Of);

    public static async Task<Ok<JudgingStateBody>> DeleteOwnAsync(HttpContext context, string company_id, OwnModelService own) =>
        (await own.DeleteAsync(context.Caller(), company_id, context.RequestAborted)).ToOk(JudgingStateBody.Of);

    public static async Task<Ok<JudgeTrialResultBody>> TryAsync(HttpContext context, string company_id, Body<JudgeTrialBody> body, JudgeTrials trials) =>
        body.Problem is { } problem ? problem : (await trials.TryAsync(company_id, body.Input, context.RequestAborted)).ToOk(result => result);
}
