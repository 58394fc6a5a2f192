using System.Buffers;
using System.Text.Json;
using Vindex.Cli.Feedback;

namespace Vindex.Cli.Rescore;

/// <summary>The runs of a company on a server.</summary>
internal sealed class RescoreRuns(FeedbackServer server, RescoreOrder order)
{
    /// <summary>Starts a run; when one is under way already, gives that one.</summary>
    public async Task<(JsonElement? Run, bool IsNew, string? Reason)> StartAsync(CancellationToken cancellationToken)
    {
        var reply = await server.PostAsync(order.Path, Body(), "application/json", cancellationToken);
        if (reply.Refusal is not { Status: 409 }) return await ReadAsync(reply, isNew: true, cancellationToken);
        var (list, _, reason) = await ReadAsync(await server.GetAsync(order.Path, cancellationToken), isNew: false, cancellationToken);
        if (list is not { } runs) return (null, false, reason);
        var running = runs.GetProperty("items").EnumerateArray().Where(run => run.GetProperty("status").GetString() == "running").Take(1).ToList();
        return running is [var run] ? (run, false, null) : (null, false, reply.Refusal.Text);
    }

    /// <summary>How far a run is.</summary>
    public async Task<(JsonElement? Run, string? Reason)> FindAsync(string id, CancellationToken cancellationToken)
    {
        var (run, _, reason) = await ReadAsync(await server.GetAsync($"{order.Path}/{id}", cancellationToken), isNew: false, cancellationToken);
        return (run, reason);
    }

    /// <summary>The lines of the preview as the server sends them.</summary>
    public Task<FeedbackReply> PreviewAsync(CancellationToken cancellationToken) =>
        server.GetAsync(order.Path + "/preview" + (order.Customer is { } customer ? $"?customer_id={Uri.EscapeDataString(customer)}" : ""), cancellationToken);

    /// <summary>Why the server refused, for people.</summary>
    public string Explain(ServerRefusal refusal) => refusal.Status switch
    {
        404 when order.Customer is { } customer => $"{server.Name} has no company '{order.Company ?? "of this API key"}' with a customer '{customer}'",
        404 when order.Company is { } company => $"{server.Name} has no company with the short name '{company}'",
        _ => refusal.Text,
    };

    private ReadOnlyMemory<byte> Body()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (order.Customer is { } customer) json.WriteString("customer_id", customer);
            json.WriteBoolean("callbacks", order.Callbacks);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private async Task<(JsonElement? Body, bool IsNew, string? Reason)> ReadAsync(FeedbackReply reply, bool isNew, CancellationToken cancellationToken)
    {
        if (reply.Response is not { } response) return (null, false, Explain(reply.Refusal!));
        using (response)
        {
            try
            {
                return (JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)), isNew, null);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                return (null, false, server.BrokenOff(e));
            }
            catch (JsonException)
            {
                return (null, false, $"{server.Name} answers, but not as a Vindex server does; is the address right?");
            }
        }
    }
}
