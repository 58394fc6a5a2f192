using System.Text.Json;
using Vindex.Scoring.Rewriting.Criteria;
using Vindex.Server.Rewriting;

namespace Vindex.Cli.Rewrite;

/// <summary>Proposals as the server returns them, in one line.</summary>
internal static class ProposalJson
{
    /// <summary>As <c>POST /v1/rewrite</c>.</summary>
    public static string Of(ProposedText proposal) =>
        JsonSerializer.Serialize(RewriteBody.Of(proposal, RewriteFormats.Markdown), RewritingJson.Shared.RewriteBody);

    /// <summary>As <c>POST /v1/criteria</c>.</summary>
    public static string Of(IReadOnlyList<ProposedCriterion> criteria) =>
        JsonSerializer.Serialize(CriteriaBody.Of(criteria), RewritingJson.Shared.CriteriaBody);
}
