using Vindex.Server.Web;
using Vindex.Storage.Audit;

namespace Vindex.Server.Companies;

/// <summary>The audit log.</summary>
internal static class AuditEndpoints
{
    private const int MaxText = 200;
    private static readonly QueryParameter s_company = new("company_id", "Only entries about this company.");
    private static readonly IReadOnlyList<QueryParameter> s_filters =
    [
        new("q", "Text in actor, action, target or details, which include the IP address."),
        new("action", "Only actions that begin with this, such as key. or key.created."),
    ];

    /// <summary>The query parameters of a company's log, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> OwnParameters { get; } = [.. s_filters, .. CursorPage.Parameters];

    /// <summary>The query parameters of the log of all companies, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [s_company, .. OwnParameters];

    /// <summary>The query parameters of the export of a company's log, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> OwnExportParameters { get; } = [.. s_filters, AuditExport.Format];

    /// <summary>The query parameters of the export of all companies' logs, for the API description.</summary>
    public static IReadOnlyList<QueryParameter> ExportParameters { get; } = [s_company, .. OwnExportParameters];

    /// <summary>The log of one company, or, if <paramref name="onlyOf"/> is null, of the company in the query or of all.</summary>
    public static async Task<Ok<AuditListBody>> ListAsync(HttpContext context, string? onlyOf, AuditService audit)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var filter = Filter(query, onlyOf ?? query.Text("company_id", 255));
        var list = Name(filter);
        var (limit, after) = CursorPage.Read(query, list);
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var page = await audit.ListAsync(filter, after, limit, context.RequestAborted);
        return new AuditListBody([.. page.Items.Select(AuditEntryBody.Of)], Cursor.Write(page.Next, list));
    }

    /// <summary>The same as a file with all entries.</summary>
    public static IResult Export(HttpContext context, string? onlyOf, AuditService audit)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var filter = Filter(query, onlyOf ?? query.Text("company_id", 255));
        var format = AuditExport.Read(query);
        return query.Errors.Any ? Problem.Invalid(query.Errors) : new AuditExport(audit.ExportAsync(filter, context.RequestAborted), format);
    }

    /// <summary>Reads the filter of a list.</summary>
    public static AuditFilter Filter(QueryReader query, string? companyId) =>
        new() { CompanyId = companyId, Text = query.Text("q", MaxText), Action = query.Text("action", MaxText) };

    /// <summary>The name of a list, for its cursors.</summary>
    public static string Name(AuditFilter filter) => $"audit {filter.CompanyId} {filter.Action} {filter.Text}";
}
