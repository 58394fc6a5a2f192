using Vindex.Scoring.Profiles;
using Vindex.Server.Pages;
using Vindex.Server.Ratings.Proposals;
using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Settings.Proposals;

/// <summary>Proposes weights for a profile. Accepting them saves the profile like any other change.</summary>
internal static class ProposalPages
{
    public static void Map(RouteGroupBuilder profiles) => profiles.MapGet("/{name}/proposal", ShowAsync);

    /// <summary>Where the weights of a profile are proposed.</summary>
    public static string Path(string profile) => $"{PortalPaths.Profiles}/{profile}/proposal";

    private static async Task<IResult> ShowAsync(HttpContext context, string name, ProposalService proposals)
    {
        var input = new Input<ProposalRequestBody>(new ProposalRequestBody(), new FieldErrors());
        var outcome = await proposals.ProposeAsync(context.Caller(), name, input, context.RequestAborted);
        if (outcome is not Outcome<ProposalBody>.Done { Value: var proposal }) return outcome.ToOk(body => body);
        var frame = SettingsFrame.Of(context, $"Proposal for {name}", SettingsPart.Profiles);
        return Page.Of<ProposalPage>(ProposalModel.Of(frame, proposal, Profile.BuiltIn.Any(profile => profile.Name == name)));
    }
}
