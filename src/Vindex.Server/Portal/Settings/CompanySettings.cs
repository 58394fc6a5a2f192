using System.Globalization;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Operations.Retention;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings;

/// <summary>The company's settings.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Name">Its name.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="Gate">Lowest overall score that passes.</param>
/// <param name="Zone">Its time zone; empty for the server's.</param>
/// <param name="ServerZone">The server's time zone.</param>
/// <param name="RetentionDays">Days to keep scores and feedback; empty to keep them.</param>
/// <param name="Form">State of the form.</param>
/// <param name="Expired">What saving would delete, to be confirmed; null if there is nothing to confirm.</param>
public sealed record CompanySettingsModel(
    SettingsFrame Frame,
    string Name,
    string Slug,
    string Gate,
    string Zone,
    string ServerZone,
    string RetentionDays,
    FormState Form,
    ExpiredRows? Expired = null)
{
    /// <summary>Whether users need two-factor sign-in.</summary>
    public bool RequiresSecondFactor { get; init; }

    /// <summary>Whether the checklist of first steps is hidden, so that it can be shown again.</summary>
    public bool IsChecklistHidden { get; init; }
}

/// <summary>Name, quality gate, time zone and retention.</summary>
internal static class CompanySettings
{
    /// <summary>The field with the number of rows whose deletion was confirmed.</summary>
    public const string Confirmed = "delete_rows";

    public static void Map(RouteGroupBuilder settings)
    {
        settings.MapGet(
            "",
            (HttpContext context, CompanyService companies, IOptions<StatsOptions> options) =>
                ShowAsync(context, companies, options, Drafts.Take(context, "company", PortalPaths.Settings), StatusCodes.Status200OK));
        settings.MapPost("", ChangeAsync);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, CompanyService companies, IOptions<StatsOptions> options)
    {
        var caller = context.Caller();
        if (await UnconfirmedAsync(context) is var (unconfirmed, form)) return await AskAsync(context, companies, options, unconfirmed, form);
        var sent = await FormInput.SendAsync(
            context,
            fields => new CompanyChangeBody(
                fields.Text("name"), fields.Number("quality_gate"), fields.OptionalText("timezone"), fields.OptionalWholeNumber("retention_days"),
                fields.Flag("require_second_factor")),
            input => companies.ChangeAsync(caller, caller.OwnCompany, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Settings, T("settings.saved")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem =>
                await ShowAsync(
                    context,
                    companies,
                    options,
                    FormState.Refused("company", sent.Form, problem, "name", "quality_gate", "timezone", "retention_days"),
                    problem.Status),
        };
    }

    /// <summary>What the retention period of the form would delete beyond what was confirmed, with the form; null if nothing.</summary>
    private static async Task<(ExpiredRows Rows, IFormCollection Form)?> UnconfirmedAsync(HttpContext context)
    {
        if (await FormBody.ReadAsync(context) is not { } form) return null;
        if (!int.TryParse(form.Value("retention_days").Trim(), out var days) || days is < 1 or > CompanyLimits.RetentionDays) return null;
        var preview = context.RequestServices.GetRequiredService<RetentionPreview>();
        var expired = await preview.CountAsync(context.Caller().OwnCompany, days, context.RequestAborted);
        var confirmed = long.TryParse(form.Value(Confirmed), out var rows) ? rows : 0;
        return expired.Rows > confirmed ? (expired, form) : null;
    }

    private static Task<IResult> AskAsync(
        HttpContext context, CompanyService companies, IOptions<StatsOptions> options, ExpiredRows expired, IFormCollection form)
    {
        var refusal = new Refusal.Conflict("confirm_retention", T("settings.confirm-first"));
        var state = FormState.Refused("company", form, Problem.Of(refusal));
        return ShowAsync(context, companies, options, state, StatusCodes.Status409Conflict, expired);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, CompanyService companies, IOptions<StatsOptions> options, FormState form, int status, ExpiredRows? expired = null)
    {
        if (await companies.FindAsync(context.Caller().OwnCompany, context.RequestAborted) is not Outcome<Company>.Done { Value: var company })
            return Problem.NotFound();
        return Page.Of<CompanySettingsPage>(
            new CompanySettingsModel(
                SettingsFrame.Of(context, T("section.settings"), SettingsPart.Company),
                company.Name,
                company.Slug,
                (company.QualityGateTenths / 10m).ToString("0.0", CultureInfo.InvariantCulture),
                company.TimeZone ?? "",
                options.Value.Zone.Id,
                company.RetentionDays?.ToString() ?? "",
                form,
                expired)
            {
                RequiresSecondFactor = company.RequiresSecondFactor,
                IsChecklistHidden = company.Checklist == ChecklistState.Hidden,
            },
            status);
    }
}
