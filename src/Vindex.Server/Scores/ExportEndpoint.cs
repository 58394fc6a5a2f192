using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Backlogs;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores;

/// <summary>Streams the selected scores as CSV or NDJSON.</summary>
internal static class ExportEndpoint
{
    private const int FlushBytes = 32 * 1024;
    private static readonly string[] s_formats = ["csv", "ndjson"];

    /// <summary>The format parameter, for the API description.</summary>
    public static QueryParameter FormatParameter { get; } = new("format", "csv (default) or ndjson.", Allowed: s_formats);

    public static async Task<IResult> ExportAsync(HttpContext context, ScoreService service, AccessScopes scopes, ReadTurns turns, bool global)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        if (await scopes.ReadAsync(context.Caller(), global, query, context.RequestAborted) is not { } scope) return Problem.NotFound();
        var selected = ScoreSelection.Read(query, scope);
        var format = query.OneOf("format", s_formats) ?? s_formats[0];
        if (query.Errors.Any) return Problem.Invalid(query.Errors);
        var scores = service.ExportAsync(scope.Access, selected, context.RequestAborted);
        if (format != "csv") return new Stream(scores, turns, "application/x-ndjson", "scores.ndjson", "", WriteLine);
        var csv = new ScoreCsv();
        context.Response.RegisterForDispose(csv);
        return new Stream(scores, turns, "text/csv; charset=utf-8", "scores.csv", ScoreCsv.Header, csv.Write);
    }

    private static void WriteLine(StoredScore score, IBufferWriter<byte> writer)
    {
        using (var json = new Utf8JsonWriter(writer, new JsonWriterOptions { Encoder = WireFormat.Encoder }))
            JsonSerializer.Serialize(json, ScoreBody.Of(new WholeScore(score, StoredJudgement.Read(score), [], null)), ScoresJson.Shared.ScoreBody);
        writer.Write("\n"u8);
    }

    private sealed class Stream(
        IAsyncEnumerable<StoredScore> scores,
        ReadTurns turns,
        string contentType,
        string fileName,
        string header,
        Action<StoredScore, IBufferWriter<byte>> write) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = contentType;
            response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
            if (HttpMethods.IsHead(httpContext.Request.Method)) return;
            var writer = response.BodyWriter;
            // Written with the first row: before the store has answered, it would precede an error.
            var head = Encoding.UTF8.GetBytes(header);
            using var turn = turns.ForRows();
            await foreach (var score in scores.WithCancellation(httpContext.RequestAborted))
            {
                await turn.ContinueAsync(httpContext.RequestAborted);
                WriteHead();
                write(score, writer);
                if (writer.UnflushedBytes >= FlushBytes) await turn.FlushAsync(writer, httpContext.RequestAborted);
            }

            WriteHead();
            await writer.FlushAsync(httpContext.RequestAborted);

            // Not an empty one: the server's writer would then give too little room for what follows.
            void WriteHead()
            {
                if (head.Length > 0) writer.Write(head);
                head = [];
            }
        }
    }
}

/// <summary>Scores as CSV lines (RFC 4180). Text never starts a formula; numbers stay numbers.</summary>
internal sealed class ScoreCsv : IDisposable
{
    private readonly StringWriter _line = new();
    private readonly CsvRows _rows;

    public ScoreCsv() => _rows = new CsvRows(_line, "\r\n");

    public static string Header { get; } =
        "_id,customer_id,ticket_id,ticket_key,title,issue_type,overall_score," + string.Join(',', Dimensions.Names)
            + ",recommendations,system_type,model_name,job_id,created_at\r\n";

    public void Write(StoredScore score, IBufferWriter<byte> writer)
    {
        var item = score.Item;
        _rows.Text(item.Id).Text(item.CustomerId).Text(item.TicketId).Text(item.TicketKey).Text(item.Title).Text(score.IssueType);
        _rows.Plain((item.OverallTenths / 10m).ToString("0.0", CultureInfo.InvariantCulture));
        _rows.Numbers([.. item.Dimensions.Values]);
        _rows.Text(string.Join(" | ", StoredJudgement.Recommendations(score))).Text(score.Profile).Text(score.Model).Text(score.JobId);
        _rows.Plain(Instants.Format(item.CreatedAt)).End();
        var line = _line.GetStringBuilder();
        foreach (var chunk in line.GetChunks()) Encoding.UTF8.GetBytes(chunk.Span, writer);
        line.Clear();
    }

    public void Dispose()
    {
        _rows.Dispose();
        _line.Dispose();
    }
}
