using Vindex.Scoring.Profiles;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Security;
using Vindex.Server.Security.Limits;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Rescoring.Effects;

/// <summary>What an edited profile would change.</summary>
internal static class ProfileEffectEndpoint
{
    public static void MapProfileEffects(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/portal/profiles/{name}/preview", PreviewAsync).WithTags("Profiles").RequireOwner().HeavyRead()
            .WithName("preview_own_profile").WithSummary("What a profile would change; nothing is stored")
            .WithDescription(
                "Judges the 100 tickets with the newest scores by the rules, with the profile in the body and with the stored one (or adam). No model is asked.")
            .Accepts<ProfileBody>(JsonAnswer.ContentType)
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable));

    private static async Task<Ok<ProfileEffectBody>> PreviewAsync(HttpContext context, string name, ProfileEffectService effects)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var outcome = await effects.PreviewAsync(context.Caller(), name, Profile.Parse(body.Raw.Span, name), context.RequestAborted);
            return outcome.ToOk(effect => ProfileEffectBody.Of(name, effect));
        }
    }
}
