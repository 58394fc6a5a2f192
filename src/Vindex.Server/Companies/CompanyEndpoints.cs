using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies;

/// <summary>Companies, for admins; an owner's own company under <c>/portal/settings</c>.</summary>
internal static class CompanyEndpoints
{
    public static async Task<Created<CompanyBody>> CreateAsync(HttpContext context, Body<NewCompanyBody> body, CompanyService companies) =>
        body.Problem is { } problem
            ? problem
            : (await companies.CreateAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(
                CompanyBody.Of, company => $"/admin/companies/{company.Id}");

    public static async Task<Ok<CompanyListBody>> ListAsync(HttpContext context, CompanyService companies)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var (limit, after) = CursorPage.Read(query, "companies");
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var page = await companies.ListAsync(after, limit, context.RequestAborted);
        return new CompanyListBody([.. page.Items.Select(CompanyBody.Of)], Cursor.Write(page.Next, "companies"));
    }

    public static async Task<Ok<CompanyBody>> OneAsync(HttpContext context, string company_id, CompanyService companies) =>
        (await companies.FindAsync(company_id, context.RequestAborted)).ToOk(CompanyBody.Of);

    public static async Task<Ok<CompanyBody>> ChangeAsync(HttpContext context, string company_id, Body<CompanyChangeBody> body, CompanyService companies) =>
        body.Problem is { } problem
            ? problem
            : (await companies.ChangeAsync(context.Caller(), company_id, body.Input, context.RequestAborted)).ToOk(CompanyBody.Of);

    public static async Task<NoContent> DeleteAsync(HttpContext context, string company_id, CompanyService companies) =>
        (await companies.DeleteAsync(context.Caller(), company_id, context.RequestAborted)).ToNoContent(
            operation => $"/admin/companies/{company_id}/operations/{operation}");
}
