using Vindex.Storage.Deliveries;
using Vindex.Storage.Rescores;
using Vindex.Storage.Sql.Deliveries;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Rescores;

/// <summary>Stores the results of a few tickets, with the position and the counters of their run.</summary>
internal static class RescoreBatch
{
    /// <summary>Stores a batch within a write; null if the lease is lost or the run has ended.</summary>
    public static async Task<Rescore?> StoreAsync(
        SqlWrite write, ScoreRows rows, string id, int taken, IReadOnlyList<RescoredTicket> tickets, DateTimeOffset now, DateTimeOffset until)
    {
        if (await write.NumberAsync($"SELECT COUNT(*) FROM rescores WHERE id = {id} AND state = 'running' AND taken = {taken}") == 0)
        {
            return null;
        }

        var counts = RescoreCounts.None;
        foreach (var ticket in tickets)
        {
            counts = counts.With(ticket.Earlier, await StoreAsync(write, rows, ticket, now));
        }

        var last = tickets[^1].Earlier;
        return await write.FirstAsync(
            $"""
            UPDATE rescores SET position_at = {last.CreatedAt}, position_id = {last.Id}, rescored = rescored + {counts.Rescored},
                   changed = changed + {counts.Changed}, up_to_date = up_to_date + {counts.UpToDate}, skipped = skipped + {counts.Skipped},
                   before_tenths = before_tenths + {counts.BeforeTenths}, after_tenths = after_tenths + {counts.AfterTenths}, lease_until = {until}
            WHERE id = {id} AND state = 'running' AND taken = {taken}
            RETURNING {RescoreRow.Columns:raw}
            """,
            RescoreRow.Read);
    }

    /// <summary>Stores a new score, unless the ticket has another one by now.</summary>
    private static async Task<RescoreOutcome> StoreAsync(SqlWrite write, ScoreRows rows, RescoredTicket ticket, DateTimeOffset now)
    {
        if (ticket.Outcome is not RescoreOutcome.Rescored { Score: var score, Delivery: var delivery })
        {
            return ticket.Outcome;
        }

        var (id, company) = (ticket.Earlier.Id, ticket.Earlier.CompanyId);
        if (await write.NumberAsync($"SELECT COUNT(*) FROM scores s WHERE s.id = {id} AND s.company_id = {company} AND {LatestScores.IsLatest:raw}") == 0
            || await ScoreInsert.AddAsync(write, rows, rows.Pack(score), answer: null) is not { } scoreNo)
        {
            return new RescoreOutcome.Skipped("The ticket was scored or deleted in the meantime.");
        }

        if (delivery is not null)
        {
            var subject = new DeliverySubject(score.Item.CompanyId, score.Item.CustomerId, score.Item.TicketId, score.JobId, score.Item.Id);
            var prepared = await DeliveryInsert.PrepareAsync(write, delivery, subject.CustomerId, subject.TicketId, now);
            await DeliveryInsert.AddAsync(write, prepared!, subject, scoreNo, now);
        }

        return ticket.Outcome;
    }
}
