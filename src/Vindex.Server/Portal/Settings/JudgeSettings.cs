using Vindex.Models;
using Vindex.Server.Companies;
using Vindex.Server.Judging;
using Vindex.Server.Languages;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>Who judges the company's tickets: the choice, the consents, the budget, the company's own connection, and a trial.</summary>
internal static class JudgeSettings
{
    private const string RulesForm = "judge";
    private const string ConnectionForm = "connection";
    private const string TrialForm = "try";

    public static void Map(RouteGroupBuilder judge)
    {
        judge.MapGet("", ReadAsync);
        judge.MapPost("", ChangeAsync);
        judge.MapPost("/connection", ConnectAsync);
        judge.MapPost("/connection/delete", DisconnectAsync);
        judge.MapPost("/try", TryAsync);
    }

    private static Task<IResult> ReadAsync(HttpContext context, JudgingService judging) =>
        ShowAsync(context, judging, Drafts.Take(context, RulesForm, PortalPaths.Judge), StatusCodes.Status200OK);

    private static async Task<IResult> ChangeAsync(HttpContext context, JudgingService judging)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new JudgingBody(
                form.Text("judge"),
                form.OptionalWholeNumber("runs"),
                form.OptionalText("fallback"),
                JudgeOverrides.Read(form.OptionalText("overrides") ?? "", error => form.Refuse("overrides", error)),
                form.OptionalTicked("consenting_customers"),
                form.OptionalWholeNumber("monthly_tokens"),
                form.OptionalNumber("monthly_cost")),
            input => judging.PutAsync(caller, caller.OwnCompany, input, context.RequestAborted));
        return await AfterAsync(
            context, sent, RulesForm, T("judge.saved"),
            "judge", "runs", "fallback", "overrides", "consenting_customers", "monthly_tokens", "monthly_cost");
    }

    private static async Task<IResult> ConnectAsync(HttpContext context, OwnModelService models)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new OwnModelBody(
                form.Text("provider"),
                form.Text("model"),
                form.OptionalText("base_url"),
                Key(form),
                form.OptionalText("format"),
                form.OptionalNumber("input_price"),
                form.OptionalNumber("output_price")),
            input => models.PutAsync(caller, caller.OwnCompany, input, context.RequestAborted));
        return await AfterAsync(
            context, sent, ConnectionForm, T("judge.connection-saved"),
            "provider", "model", "base_url", "api_key", "format", "input_price", "output_price");
    }

    // The field is empty when the present key is to be kept.
    private static Optional<string?> Key(FormFields form) =>
        form.Flag("no_key") ? new Optional<string?>(null) : form.OptionalText("api_key") is { } key ? new Optional<string?>(key) : default;

    private static async Task<IResult> DisconnectAsync(HttpContext context, OwnModelService models)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => models.DeleteAsync(caller, caller.OwnCompany, context.RequestAborted));
        return await AfterAsync(context, sent, ConnectionForm, T("judge.connection-deleted"));
    }

    private static async Task<IResult> TryAsync(HttpContext context, JudgeTrials trials)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context, form => new JudgeTrialBody(form.Text("judge")), input => trials.TryAsync(caller.OwnCompany, input, context.RequestAborted));
        return sent.Problem is null ? Flash.SeeOther(context, PortalPaths.Judge, Say(sent.Value!)) : await AfterAsync(context, sent, TrialForm, "", "judge");
    }

    private static string Say(JudgeTrialResultBody result)
    {
        var culture = Language.Current.Culture;
        var used = T(
            "judge.trial-used",
            ("seconds", (result.DurationMs / 1000).ToString("0.0", culture)),
            ("count", result.InputTokens + result.OutputTokens),
            ("cost", result.Cost.ToString("0.00####", culture)));
        return result.Ok
            ? T("judge.trial-works", ("score", result.OverallScore?.ToString("0.0", culture)), ("used", used))
            : T("judge.trial-failed", ("reason", Translated(result.Detail ?? "")), ("used", used));
    }

    private static async Task<IResult> AfterAsync<T>(HttpContext context, Submitted<T> sent, string form, string done, params IReadOnlyList<string> fields) =>
        sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Judge, done),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await ShowAsync(
                context, context.RequestServices.GetRequiredService<JudgingService>(), FormState.Refused(form, sent.Form, problem, fields), problem.Status),
        };

    private static async Task<IResult> ShowAsync(HttpContext context, JudgingService judging, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await judging.FindAsync(visit.Company.Id, context.RequestAborted) is not Outcome<JudgingState>.Done { Value: var state }) return Problem.NotFound();
        var customers = await context.RequestServices.GetRequiredService<CustomerService>().OwnAsync(visit.Caller, context.RequestAborted);
        List<(string, string)> judges = [(JudgingChoice.Rules, T("judge.choice-rules"))];
        foreach (var (name, provider, model) in state.Connections) judges.Add(($"model:{name}", T("judge.choice-model", ("name", name), ("model", model), ("provider", provider))));
        foreach (var (name, provider, model) in state.Connections) judges.Add(($"consensus:{name}", T("judge.choice-consensus", ("name", name), ("model", model), ("provider", provider))));
        var failures = state.Failures.Select(failure => new JudgeFailure(
            failure.Connection, failure.Reason, Meaning(failure.Reason), failure.Count, Moment.Of(failure.LastAt, visit.Zone)));
        var page = new JudgeModel(
            SettingsFrame.Of(context, T("settings.part.judge"), SettingsPart.Judge),
            JudgeValues.Of(state.Rules),
            state.Rules.Own is { } own ? OwnModelValues.Of(own, state.HasOwnKey) : null,
            judges,
            [.. customers.Select(customer => (customer.Id, customer.Name))],
            JudgeUse.Of(state),
            [.. failures],
            form);
        return Page.Of<JudgePage>(page, status);
    }

    private static string Meaning(string reason) =>
        T(Enum.GetValues<ModelFailure>().Any(failure => failure.Code() == reason) ? $"judge.failure.{reason}" : "judge.no-score");
}
