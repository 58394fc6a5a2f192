using Vindex.Server.Web;

namespace Vindex.Server.Companies;

/// <summary>The audit log.</summary>
internal static class AuditEndpoints
{
    /// <summary>The query parameters, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [new("company_id", "Only entries about this company."), .. CursorPage.Parameters];

    /// <summary>The log of one company, or, if <paramref name="onlyOf"/> is null, of the company in the query or of all.</summary>
    public static async Task<Ok<AuditListBody>> ListAsync(HttpContext context, string? onlyOf, AuditService audit)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var companyId = onlyOf ?? query.Text("company_id", 255);
        var list = "audit " + companyId;
        var (limit, after) = CursorPage.Read(query, list);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var page = await audit.ListAsync(companyId, after, limit, context.RequestAborted);
        return new AuditListBody([.. page.Items.Select(AuditEntryBody.Of)], Cursor.Write(page.Next, list));
    }
}
