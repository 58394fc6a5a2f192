using System.Buffers;
using System.Text;
using System.Text.Json;
using Vindex.Scoring.Backlogs;
using Vindex.Server.Web;
using Vindex.Storage.Audit;

namespace Vindex.Server.Companies;

/// <summary>Entries of the audit log as CSV or NDJSON.</summary>
internal sealed class AuditExport(IAsyncEnumerable<AuditEntry> entries, string format) : IResult
{
    private const int FlushBytes = 32 * 1024;
    private const string Csv = "csv";
    private const string Header = "id,at,company_id,actor,action,target,detail,result\r\n";
    private static readonly string[] s_formats = [Csv, "ndjson"];

    /// <summary>The format parameter, for the API description.</summary>
    public static QueryParameter Format { get; } = new("format", "csv (default) or ndjson.", Allowed: s_formats);

    public static string Read(QueryReader query) => query.OneOf("format", s_formats) ?? Csv;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = format == Csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = $"attachment; filename=\"audit.{format}\"";
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        var output = response.BodyWriter;
        using var line = new StringWriter();
        using var rows = new CsvRows(line, "\r\n");
        if (format == Csv) output.Write(Encoding.UTF8.GetBytes(Header));
        await foreach (var entry in entries.WithCancellation(httpContext.RequestAborted))
        {
            if (format == Csv) WriteRow(entry, rows, line, output);
            else WriteLine(entry, output);
            if (output.UnflushedBytes >= FlushBytes) await output.FlushAsync(httpContext.RequestAborted);
        }

        await output.FlushAsync(httpContext.RequestAborted);
    }

    private static void WriteRow(AuditEntry entry, CsvRows rows, StringWriter line, IBufferWriter<byte> output)
    {
        rows.Plain(entry.Id).Plain(Instants.Format(entry.At)).Text(entry.CompanyId).Text(entry.Actor).Text(entry.Action);
        rows.Text(entry.Target).Text(entry.Detail).Plain(ResultNames.Of(entry.Result)).End();
        output.Write(Encoding.UTF8.GetBytes(line.ToString()));
        line.GetStringBuilder().Clear();
    }

    private static void WriteLine(AuditEntry entry, IBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireFormat.Encoder }))
            JsonSerializer.Serialize(json, AuditEntryBody.Of(entry), CompanyJson.Shared.AuditEntryBody);
        output.Write("\n"u8);
    }
}
