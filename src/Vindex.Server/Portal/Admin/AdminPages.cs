using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Companies;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Deliveries;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Deliveries;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Admin;

/// <summary>The page of all companies for server admins.</summary>
internal static class AdminPages
{
    private const int Days = 30;

    public static void Map(RouteGroupBuilder pages)
    {
        var admin = pages.MapGroup("/admin").RequirePage(Scopes.Admin);
        admin.MapGet("", (HttpContext context, CompanyService companies, AdminNumbers numbers, TimeProvider time) =>
            ShowAsync(context, companies, numbers, time, Drafts.Take(context, "company", PortalPaths.Admin + "/companies"), StatusCodes.Status200OK));
        admin.MapPost("/companies", CreateAsync);
        NodesPages.Map(admin);
        AdminCompanyPages.Map(admin.MapGroup("/companies/{company_id}"));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, CompanyService companies, AdminNumbers numbers, TimeProvider time)
    {
        var sent = await FormInput.SendAsync(
            context,
            form => new NewCompanyBody(
                form.Text("name"),
                form.OptionalText("slug"),
                form.OptionalNumber("quality_gate") is { } gate ? gate : default(Optional<decimal>),
                form.OptionalText("timezone")),
            input => companies.CreateAsync(context.Caller(), input, context.RequestAborted));
        if (sent.Problem is { } problem)
        {
            // Shows the conflict at the field.
            var told = problem.Code == "slug_taken" ? Problem.Invalid(problem.Code, problem.Detail, "slug", T("admin.slug-taken")) : problem;
            return await ShowAsync(
                context, companies, numbers, time, FormState.Refused("company", sent.Form, told, "name", "slug", "quality_gate", "timezone"), told.Status);
        }

        var made = sent.Value!;
        return Flash.SeeOther(context, PortalPaths.Company(made.Id), T("admin.created-notice", ("name", made.Name)));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, CompanyService companies, AdminNumbers numbers, TimeProvider time, FormState form, int status)
    {
        var zone = PortalContext.ZoneOf(context, null);
        var cancellationToken = context.RequestAborted;
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var (limit, after) = CursorPage.Read(query, "companies");
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var page = await companies.ListAsync(after, limit, cancellationToken);
        var older = Cursor.Write(page.Next, "companies");
        var total = await numbers.TotalAsync(cancellationToken);
        var model = new AdminModel(
            PortalFrames.Of(context, T("section.admin"), PortalSection.Admin),
            Flash.Take(context),
            total.Count == 0 ? null : Rounding.MeanOfTenths(total.OverallTenthsSum, total.Count),
            total.Count,
            await ChartAsync(numbers, Calendar.Today(time, zone), zone, cancellationToken),
            Work(await numbers.WorkAsync(cancellationToken), zone),
            [.. page.Items.Select(company => Row(company, zone))],
            older is null ? null : $"{PortalPaths.Admin}?cursor={older}",
            context.Request.Query["cursor"].Count == 0,
            zone.Id,
            form);
        return Page.Of<AdminPage>(model, status);
    }

    public static CompanyRow Row(
        Company company, DateTimeZone zone) => new(PortalPaths.Company(company.Id), company.Name, company.Slug, Moment.Of(company.CreatedAt, zone));

    private static async Task<ChartModel> ChartAsync(AdminNumbers numbers, LocalDate today, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var buckets = Buckets.Cut(today.PlusDays(1 - Days), today, BucketWidth.Day, zone);
        var found = await numbers.SumsAsync(buckets, cancellationToken);
        var spec = new ChartSpec(ChartKind.Lines, "date", [new ChartSeries("overall", T("admin.average"), "overall")], 0, 10, "all-companies");
        return new ChartModel(spec, [.. found.Zip(buckets.Labels).Select(day => new ChartRow(
            DayRange.Iso(day.Second),
            [day.First.Count == 0 ? "" : Value(Rounding.MeanOfTenths(day.First.Tenths[0], day.First.Count))]))]);
    }

    // As in JSON, because a script draws the table's values.
    private static string Value(int tenths) => (tenths / 10m).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private static WorkModel Work(AdminWork work, DateTimeZone zone)
    {
        var failures = work.Failures.Select(failure => new FailureRow(
            failure.Company ?? failure.Delivery.CompanyId,
            DeliveryLine.HostOf(failure.Delivery),
            DeliveryLine.AnswerOf(failure.Delivery),
            Moment.Of(failure.Delivery.CreatedAt, zone)));
        var words = Enum.GetValues<DeliveryStatus>().Where(status => status != DeliveryStatus.Delivered)
            .Select(status => (DeliveryStatusText.Of(status), work.Undelivered.GetValueOrDefault(status)));
        return new WorkModel(work.Waiting, Age(work.Age), [.. words], [.. failures]);
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "",
        { TotalMinutes: < 2 } => T("admin.oldest-seconds", ("number", age.TotalSeconds.ToString("0"))),
        { TotalHours: < 2 } => T("admin.oldest-minutes", ("number", age.TotalMinutes.ToString("0"))),
        _ => T("admin.oldest-hours", ("number", age.TotalHours.ToString("0"))),
    };
}
