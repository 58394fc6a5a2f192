using Vindex.Scoring.Profiles;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Ratings.Proposals;
using Vindex.Server.Reviews;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Proposals;

/// <summary>Proposes weights for a profile. Accepting them saves the profile like any other change.</summary>
internal static class ProposalPages
{
    private const string FileField = "file";

    public static void Map(RouteGroupBuilder profiles)
    {
        profiles.MapGet("/{name}/proposal", ShowAsync);
        profiles.MapPost("/{name}/proposal", FromFileAsync).WithMetadata(FileForm.Instance);
    }

    /// <summary>Where the weights of a profile are proposed.</summary>
    public static string Path(string profile) => $"{PortalPaths.Profiles}/{profile}/proposal";

    private static async Task<IResult> ShowAsync(HttpContext context, string name, ProposalService proposals, ReviewService reviews)
    {
        var query = new QueryReader(context.Request.Query, new FieldErrors());
        var input = new Input<ProposalRequestBody>(new ProposalRequestBody(ReviewId: query.Text("review_id", 64)), query.Errors);
        var outcome = await proposals.ProposeAsync(context.Caller(), name, input, context.RequestAborted);
        return outcome is Outcome<ProposalBody>.Done { Value: var proposal }
            ? await PageAsync(context, name, reviews, new ProposalSources([], input.Value.ReviewId, null, FormState.None), proposal)
            : outcome.ToOk(body => body);
    }

    private static async Task<IResult> FromFileAsync(HttpContext context, string name, ProposalService proposals, ReviewService reviews)
    {
        var form = await FormBody.ReadAsync(context) ?? FormCollection.Empty;
        if (form.Files.GetFile(FileField) is not { Length: > 0 } file)
            return await RefusedAsync(context, name, reviews, form, Problem.Invalid("file_missing", T("proposals.choose-file") + ".", FileField, T("proposals.choose-file")));
        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        var outcome = await proposals.ProposeAsync(context.Caller(), name, (file.FileName, content.ToArray()), context.RequestAborted);
        return outcome switch
        {
            Outcome<ProposalBody>.Done done =>
                await PageAsync(context, name, reviews, new ProposalSources([], null, file.FileName, FormState.None), done.Value),
            Outcome<ProposalBody>.Refused { Reason: Refusal.Invalid } refused =>
                await RefusedAsync(context, name, reviews, form, Problem.Of(refused.Reason)),
            _ => outcome.ToOk(body => body),
        };
    }

    private static Task<IResult> RefusedAsync(HttpContext context, string name, ReviewService reviews, IFormCollection form, Problem problem) =>
        PageAsync(context, name, reviews, new ProposalSources([], null, null, FormState.Refused(FileField, form, problem, FileField)), null, problem.Status);

    private static async Task<IResult> PageAsync(
        HttpContext context, string name, ReviewService reviews, ProposalSources sources, ProposalBody? proposal, int status = StatusCodes.Status200OK)
    {
        var rated = (await reviews.ListAsync(context.Caller(), context.RequestAborted)).Where(review => review.Ratings > 0);
        return Page.Of<ProposalPage>(
            new ProposalModel(
                SettingsFrame.Of(context, T("proposals.title", ("name", name)), SettingsPart.Profiles),
                name,
                Profile.BuiltIn.Any(profile => profile.Name == name),
                sources with { Reviews = [.. rated.Select(review => (review.Review.Id, review.Review.Name))] },
                proposal is null ? null : ProposalResult.Of(proposal)),
            status);
    }
}
