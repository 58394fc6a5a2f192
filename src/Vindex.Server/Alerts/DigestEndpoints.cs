using Vindex.Server.Alerts.Digests;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Alerts;
using Vindex.Storage.Digests;

namespace Vindex.Server.Alerts;

/// <summary>Weekly digests: one's own, and those of channels and webhooks.</summary>
internal static class DigestEndpoints
{
    /// <summary>The name of the company's webhooks among the channels.</summary>
    public const string Webhooks = "webhooks";

    private static readonly Problems s_missing = new(StatusCodes.Status404NotFound);

    public static void MapDigests(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/portal/digests").WithTags("Alerts").AcceptSessions();
        var reads = all.MapGroup("").RequireScope(Scopes.ScoresRead);
        reads.MapGet("", ListAsync).WithName("list_digests").WithSummary("The weekly digests that are switched on: your own, and those of channels and webhooks");
        reads.MapPost("/preview", PreviewAsync).HeavyRead().WithName("preview_digest").WithSummary("What a digest would say about the last seven days")
            .WithDescription("Nothing is stored or sent.");
        MapOwn(reads.MapGroup("/own"));
        MapChannels(all.MapGroup("/channels/{channel_id}").WithMetadata(s_missing));
    }

    private static void MapOwn(RouteGroupBuilder own)
    {
        own.MapGet("", (HttpContext context, DigestService digests) => FindAsync(context, DigestService.Own(context.Caller()), digests))
            .WithName("get_own_digest").WithSummary("Your own weekly digest").WithMetadata(s_missing);
        own.MapPut("", (HttpContext context, Body<DigestBody> body, DigestService digests) => SetAsync(context, DigestService.Own(context.Caller()), body, digests))
            .WithName("set_own_digest").WithSummary("Sets when and how you get your own digest by e-mail").WithMetadata(new Problems(StatusCodes.Status409Conflict));
        own.MapDelete("", (HttpContext context, DigestService digests) => DeleteAsync(context, DigestService.Own(context.Caller()), digests))
            .WithName("delete_own_digest").WithSummary("Deletes your own digest, and what it said").WithMetadata(s_missing);
        own.MapPost("/send", (HttpContext context, DigestService digests) => SendAsync(context, DigestService.Own(context.Caller()), digests)).HeavyRead()
            .WithName("send_own_digest").WithSummary("Sends your own digest of the last seven days, once").WithMetadata(s_missing);
    }

    private static void MapChannels(RouteGroupBuilder one)
    {
        var writes = one.MapGroup("").RequireScope(Scopes.InstallationsWrite);
        one.MapGet("", async (HttpContext context, string channel_id, AlertChannelService channels, DigestService digests) =>
                await FindAsync(context, await ReaderAsync(context, channel_id, channels), digests))
            .RequireScope(Scopes.ScoresRead).WithName("get_channel_digest").WithSummary("The weekly digest of a channel, or of the company's webhooks (webhooks)");
        writes.MapPut("", async (HttpContext context, string channel_id, Body<DigestBody> body, AlertChannelService channels, DigestService digests) =>
                await SetAsync(context, await ReaderAsync(context, channel_id, channels), body, digests))
            .WithName("set_channel_digest").WithSummary("Sets when a channel or the company's webhooks get a digest; it is in the language of the channel");
        writes.MapDelete("", async (HttpContext context, string channel_id, AlertChannelService channels, DigestService digests) =>
                await DeleteAsync(context, await ReaderAsync(context, channel_id, channels), digests))
            .WithName("delete_channel_digest").WithSummary("Deletes the digest of a channel or of the company's webhooks, and what it said");
        writes.MapPost("/send", async (HttpContext context, string channel_id, AlertChannelService channels, DigestService digests) =>
                await SendAsync(context, await ReaderAsync(context, channel_id, channels), digests)).HeavyRead()
            .WithName("send_channel_digest").WithSummary("Sends the digest of the last seven days to a channel or the company's webhooks, once");
    }

    private static async Task<Ok<DigestListBody>> ListAsync(HttpContext context, DigestService digests) =>
        (await digests.ListAsync(context.Caller(), context.RequestAborted)).ToOk(list => new DigestListBody([.. list.Select(DigestItemBody.Of)]));

    private static async Task<Ok<DigestPreviewBody>> PreviewAsync(HttpContext context, Body<DigestBody> body, DigestService digests) =>
        body.Problem is { } problem
            ? problem
            : (await digests.PreviewAsync(context.Caller(), body.Input, context.RequestAborted)).ToOk(DigestPreviewBody.Of);

    private static async Task<Ok<DigestItemBody>> FindAsync(HttpContext context, Outcome<DigestReader> reader, DigestService digests)
    {
        if (reader is not Outcome<DigestReader>.Done(var found)) return Refused(reader);
        return await digests.FindAsync(context.Caller(), found, context.RequestAborted) is { } digest ? DigestItemBody.Of(digest) : Problem.NotFound();
    }

    private static async Task<Ok<DigestItemBody>> SetAsync(
        HttpContext context, Outcome<DigestReader> reader, Body<DigestBody> body, DigestService digests)
    {
        if (body.Problem is { } problem) return problem;
        return reader is Outcome<DigestReader>.Done(var found)
            ? (await digests.SetAsync(context.Caller(), found, body.Input, context.RequestAborted)).ToOk(DigestItemBody.Of)
            : Refused(reader);
    }

    private static async Task<NoContent> DeleteAsync(HttpContext context, Outcome<DigestReader> reader, DigestService digests) =>
        reader is Outcome<DigestReader>.Done(var found)
            ? (await digests.DeleteAsync(context.Caller(), found, context.RequestAborted)).ToNoContent()
            : Refused(reader);

    private static async Task<Ok<AlertTestBody>> SendAsync(HttpContext context, Outcome<DigestReader> reader, DigestService digests) =>
        reader is Outcome<DigestReader>.Done(var found)
            ? (await digests.SendNowAsync(context.Caller(), found, context.RequestAborted))
                .ToOk(outcome => new AlertTestBody(outcome.Error is null, outcome.Error))
            : Refused(reader);

    private static async Task<Outcome<DigestReader>> ReaderAsync(HttpContext context, string channelId, AlertChannelService channels)
    {
        if (channelId == Webhooks) return DigestService.Webhooks(context.Caller());
        return await channels.FindAsync(context.Caller(), channelId, context.RequestAborted) switch
        {
            Outcome<AlertChannel>.Refused { Reason: var reason } => reason,
            _ => new DigestReader(null, channelId),
        };
    }

    private static Problem Refused(Outcome<DigestReader> reader) => Problem.Of(((Outcome<DigestReader>.Refused)reader).Reason);
}
