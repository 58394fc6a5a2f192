using Vindex.Server.Companies;
using Vindex.Server.Feedback.Statistics;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Companies;

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
public sealed record CompanySettingsModel(
    SettingsFrame Frame, string Name, string Slug, string Gate, string Zone, string ServerZone, string RetentionDays, FormState Form);

/// <summary>Name, quality gate, time zone and retention.</summary>
internal static class CompanySettings
{
    public static void Map(RouteGroupBuilder settings)
    {
        settings.MapGet(
            "",
            (HttpContext context, CompanyService companies, IOptions<StatsOptions> options) =>
                ShowAsync(context, companies, options, FormState.None, StatusCodes.Status200OK));
        settings.MapPost("", ChangeAsync);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, CompanyService companies, IOptions<StatsOptions> options)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new CompanyChangeBody(
                form.Text("name"), form.Number("quality_gate"), form.OptionalText("timezone"), form.OptionalWholeNumber("retention_days")),
            input => companies.ChangeAsync(caller, caller.OwnCompany, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Settings, "Company settings saved."),
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

    private static async Task<IResult> ShowAsync(HttpContext context, CompanyService companies, IOptions<StatsOptions> options, FormState form, int status)
    {
        if (await companies.FindAsync(context.Caller().OwnCompany, context.RequestAborted) is not Outcome<Company>.Done { Value: var company })
            return Problem.NotFound();
        return Page.Of<CompanySettingsPage>(
            new CompanySettingsModel(
                SettingsFrame.Of(context, "Settings", SettingsPart.Company),
                company.Name,
                company.Slug,
                Wording.Score(company.QualityGateTenths),
                company.TimeZone ?? "",
                options.Value.Zone.Id,
                company.RetentionDays?.ToString() ?? "",
                form),
            status);
    }
}
