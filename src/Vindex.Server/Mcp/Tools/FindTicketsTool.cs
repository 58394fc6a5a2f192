using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Vindex.Server.Portal;
using Vindex.Server.Scores;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage.Scores;

namespace Vindex.Server.Mcp.Tools;

/// <summary><c>find_tickets</c>: as <c>GET /portal/scores</c>.</summary>
internal sealed class FindTicketsTool(ScoreService scores, AccessScopes scopes, PublicAddress address) : ITool
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 50;

    public string Name => "find_tickets";

    public async Task<ToolAnswer> RunAsync(Caller caller, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var given = arguments.AsQuery().ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value), StringComparer.Ordinal);
        var query = new QueryReader(new QueryCollection(given), new FieldErrors());
        if (await scopes.ReadAsync(caller, global: false, query, cancellationToken) is not { } scope)
            return ToolAnswer.Error("There is no customer with that customer_id, or this API key cannot access it.");
        var list = ScoreSelection.Read(query, scope, latest: true);
        var limit = query.Integer("limit", 1, MaxLimit, DefaultLimit);
        if (query.Errors.Any) return ToolAnswer.Error(query.Errors.Summary);

        var page = await scores.ListAsync(scope.Access, list, after: null, skip: 0, limit, cancellationToken);
        var total = await scores.CountAsync(scope.Access, list.Filter, cancellationToken);
        return new ToolAnswer(Text(page.Items, total));
    }

    private string Text(IReadOnlyList<ScoreItem> items, long total)
    {
        var text = new StringBuilder();
        text.AppendLine(total == 0
            ? "No scored tickets match."
            : string.Create(CultureInfo.InvariantCulture, $"{total:N0} {(total == 1 ? "ticket matches" : "tickets match")}; showing {items.Count}."));
        foreach (var item in items)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"- {ScoreText.Name(item.TicketKey, item.Title)}: {ScoreText.Line(InvestScores(item))}; scored {item.CreatedAt:yyyy-MM-dd}; id {item.Id}; {address.Of(PortalPaths.Ticket(item.Id))}");
        }

        return text.ToString();
    }

    private static Vindex.Scoring.InvestScores InvestScores(ScoreItem item) => Scoring.Records.SixScores.ToJudged(item.Dimensions);
}
