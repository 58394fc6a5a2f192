using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vindex.Statistics;
using Vindex.Statistics.ClickHouse;
using Vindex.Statistics.ClickHouse.Connection;

namespace Vindex.Server.Feedback.Statistics.ClickHouse;

/// <summary>
/// ClickHouse over its HTTP interface. A statement is sent as a form with its parameters as fields, rows as a body. Every failure of the server or the network
/// is a <see cref="StatisticsUnavailableException"/>. A canceled statement is killed on the server.
/// </summary>
internal sealed class ClickHouseHttp : IClickHouse, IDisposable
{
    private const string ExceptionCodeHeader = "X-ClickHouse-Exception-Code";
    private const int MessageLength = 500;
    private static readonly TimeSpan s_extraTime = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http;
    private readonly ClickHouseOptions _options;

    /// <param name="options">Address, user and limits.</param>
    public ClickHouseHttp(ClickHouseOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5)
        };
        _http = new HttpClient(handler) { BaseAddress = options.Address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add("X-ClickHouse-User", options.User);
        if (options.Password.Length > 0)
            _http.DefaultRequestHeaders.Add("X-ClickHouse-Key", options.Password);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<JsonElement>> RowsAsync(ClickHouseStatement statement, CancellationToken cancellationToken, bool inDatabase = true)
    {
        using var form = new MultipartFormDataContent();
        // ClickHouse reads the boundary as it is, and so without the quotes that .NET adds.
        var boundary = form.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary");
        boundary.Value = boundary.Value!.Trim('"');
        form.Add(Field(statement.Text), "\"query\"");
        foreach (var (name, value) in statement.Parameters)
            form.Add(Field(value), $"\"param_{name}\"");
        return await SendAsync(form, Reading(inDatabase), ReadRowsAsync, cancellationToken);
    }

    /// <inheritdoc />
    public async Task InsertAsync(string statement, ReadOnlyMemory<byte> rows, int count, CancellationToken cancellationToken)
    {
        using var body = new ReadOnlyMemoryContent(rows);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        await SendAsync(body, Writing(statement, count), static (_, _) => Task.FromResult(true), cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static StringContent Field(string value)
    {
        var field = new StringContent(value, Encoding.UTF8);
        field.Headers.ContentType = null;
        return field;
    }

    private List<(string Name, string Value)> Reading(bool inDatabase)
    {
        List<(string Name, string Value)> settings =
        [
            ("default_format", "JSONCompactEachRow"),
            ("output_format_json_quote_64bit_integers", "0"),
            ("output_format_json_quote_denormals", "0"),
            // It would turn the exact partial sums into rounded ones.
            ("optimize_arithmetic_operations_in_aggregate_functions", "0"),
            ("max_memory_usage", _options.StatementMemory.ToString(CultureInfo.InvariantCulture)),
        ];
        if (inDatabase)
            settings.Add(("database", _options.Database));
        if (_options.Cluster is not null)
            settings.Add(("select_sequential_consistency", "1"));
        return settings;
    }

    private List<(string Name, string Value)> Writing(string statement, int rows)
    {
        List<(string Name, string Value)> settings =
        [
            ("database", _options.Database),
            ("query", statement),
            ("async_insert", "0"),
            ("max_insert_block_size", (rows + 1L).ToString(CultureInfo.InvariantCulture)),
        ];
        if (_options.Cluster is not null)
            settings.AddRange([("insert_quorum", "auto"), ("insert_quorum_parallel", "0")]);
        return settings;
    }

    private async Task<T> SendAsync<T>(
        HttpContent content, List<(string Name, string Value)> settings, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var id = RandomNumberGenerator.GetHexString(32);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.StatementTimeout + s_extraTime);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Query(settings, id)) { Content = content };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            if (!response.IsSuccessStatusCode || response.Headers.Contains(ExceptionCodeHeader))
                throw new StatisticsUnavailableException($"ClickHouse answered {(int)response.StatusCode}: {await MessageAsync(body, limit.Token)}");
            return await read(body, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            _ = KillAsync(id);
            cancellationToken.ThrowIfCancellationRequested();
            throw new StatisticsUnavailableException($"ClickHouse did not answer within {_options.StatementTimeout.TotalSeconds} s.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            throw new StatisticsUnavailableException($"ClickHouse at {_options.Address} cannot be used: {exception.Message}", exception);
        }
    }

    private string Query(List<(string Name, string Value)> settings, string id)
    {
        settings.AddRange(
        [
            ("query_id", id),
            ("wait_end_of_query", "1"),
            ("max_execution_time", ((long)Math.Ceiling(_options.StatementTimeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture)),
        ]);
        return "/?" + string.Join('&', settings.Select(setting => $"{setting.Name}={Uri.EscapeDataString(setting.Value)}"));
    }

    // Never throws: the statement ends by its own limits, too.
    private async Task KillAsync(string id)
    {
        try
        {
            using var limit = new CancellationTokenSource(s_extraTime);
            using var content = new StringContent("");
            var text = Uri.EscapeDataString("KILL QUERY WHERE query_id = {id:String} ASYNC");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/?query={text}&param_id={id}") { Content = content };
            using var response = await _http.SendAsync(request, limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private static async Task<List<JsonElement>> ReadRowsAsync(Stream body, CancellationToken cancellationToken)
    {
        var rows = new List<JsonElement>();
        using var reader = new StreamReader(body, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
                continue;
            using var row = JsonDocument.Parse(line);
            rows.Add(row.RootElement.Clone());
        }
        return rows;
    }

    private static async Task<string> MessageAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return text.Length > MessageLength ? text[..MessageLength] + "…" : text.Trim();
    }
}
