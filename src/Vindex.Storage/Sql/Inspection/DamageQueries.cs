namespace Vindex.Storage.Sql.Inspection;

/// <summary>Queries that find rows which contradict each other: a line for each, for the operator's eyes.</summary>
internal static class DamageQueries
{
    // Rows of companies that are being deleted no longer have an owner: no counter includes them.
    private const string WrongCounters =
        """
        SELECT 'Customer ' || c.id || ' counts ' || c.score_count || ' scores (sum ' || c.overall_tenths_sum || ') but has ' || COALESCE(s.count, 0)
               || ' (sum ' || COALESCE(s.sum, 0) || ').'
        FROM customers c
        LEFT JOIN (SELECT company_id, customer_id, COUNT(*) AS count, SUM(overall_tenths) AS sum FROM scores GROUP BY company_id, customer_id) s
          ON s.company_id = c.company_id AND s.customer_id = c.id
        WHERE c.score_count <> COALESCE(s.count, 0) OR c.overall_tenths_sum <> COALESCE(s.sum, 0)
        LIMIT 100
        """;

    private const string Strays =
        """
        SELECT 'Scores of customer ' || s.customer_id || ' of company ' || s.company_id || ' have no owner.'
        FROM (SELECT DISTINCT company_id, customer_id FROM scores) s
        WHERE s.company_id NOT IN (SELECT company_id FROM company_deletions)
          AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = s.customer_id AND c.company_id = s.company_id)
        LIMIT 100
        """;

    private const string WithoutText =
        "SELECT 'Score ' || s.id || ' has lost its text.' FROM scores s WHERE NOT EXISTS (SELECT 1 FROM score_details d WHERE d.no = s.no) LIMIT 100";

    private const string WrongTurns =
        """
        SELECT 'Company ' || t.company_id || ' counts ' || t.waiting || ' waiting jobs but has ' || COALESCE(j.count, 0) || '.'
        FROM job_turns t
        LEFT JOIN (SELECT company_id, COUNT(*) AS count FROM jobs WHERE state = 'queued' GROUP BY company_id) j ON j.company_id = t.company_id
        WHERE t.waiting <> COALESCE(j.count, 0)
        LIMIT 100
        """;

    private const string WithoutPayload =
        """
        SELECT 'Job ' || j.id || ' has lost its ticket.'
        FROM jobs j WHERE j.state IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM job_payloads p WHERE p.no = j.no)
        LIMIT 100
        """;

    private const string WrongProjects =
        """
        SELECT 'Project ' || p.name || ' of company ' || p.company_id || ' counts ' || p.row_count || ' rows and ' || p.sequence
               || ' changes but has ' || COALESCE(f.count, 0) || ', the newest numbered ' || COALESCE(f.newest, 0)
               || ' (removals ' || COALESCE(r.newest, 0) || ').'
        FROM projects p
        LEFT JOIN (SELECT project_no, COUNT(*) AS count, MAX(no) & 1099511627775 AS newest FROM feedback GROUP BY project_no) f ON f.project_no = p.no
        LEFT JOIN (SELECT no >> 40 AS project_no, MAX(no) & 1099511627775 AS newest FROM feedback_removals GROUP BY no >> 40) r ON r.project_no = p.no
        WHERE p.company_id NOT IN (SELECT company_id FROM company_deletions)
          AND (p.row_count <> COALESCE(f.count, 0) OR p.sequence < COALESCE(f.newest, 0) OR p.sequence < COALESCE(r.newest, 0))
        LIMIT 100
        """;

    private const string StrayFeedback =
        """
        SELECT 'Feedback ' || f.id || ' (' || f.no || ') belongs to no project.'
        FROM feedback f
        WHERE f.no IN (SELECT MIN(no) FROM feedback GROUP BY project_no)
          AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.no = f.project_no AND f.no >> 40 = p.no)
        LIMIT 100
        """;

    private const string ScoresWithoutFeedback =
        """
        SELECT 'Score ' || s.id || ' has no row of feedback.'
        FROM scores s
        WHERE s.company_id NOT IN (SELECT company_id FROM company_deletions)
          AND NOT EXISTS (SELECT 1 FROM projects p JOIN feedback f ON f.project_no = p.no AND f.id = s.id AND f.feedback_type = 'vindex.score'
                          WHERE p.company_id = s.company_id AND p.name = 'scores')
        LIMIT 100
        """;

    private const string FeedbackWithoutScore =
        """
        SELECT 'Feedback ' || f.id || ' says that it is a score, but there is none.'
        FROM projects p CROSS JOIN feedback f
        WHERE f.project_no = p.no AND f.feedback_type = 'vindex.score' AND p.company_id NOT IN (SELECT company_id FROM company_deletions)
          AND NOT EXISTS (SELECT 1 FROM scores s WHERE s.id = f.id AND s.company_id = p.company_id AND s.created_at = f.created_at)
        LIMIT 100
        """;

    private const string WrongLatest =
        """
        SELECT 'Score ' || s.id ||
               CASE WHEN s.superseded IS NULL THEN ' counts as its ticket''s latest but is not.'
                    ELSE ' is its ticket''s latest but does not count as it.' END
        FROM scores s
        WHERE (s.superseded IS NULL) = EXISTS (
          SELECT 1 FROM scores n
          WHERE n.ticket_id = s.ticket_id AND n.customer_id = s.customer_id AND (n.created_at, n.id) > (s.created_at, s.id))
        LIMIT 100
        """;

    private const string WrongTickets =
        """
        SELECT 'Customer ' || c.id || ' counts ' || c.ticket_count || ' tickets but has ' || COALESCE(s.count, 0) || '.'
        FROM customers c
        LEFT JOIN (SELECT company_id, customer_id, COUNT(*) AS count FROM scores WHERE superseded IS NULL GROUP BY company_id, customer_id) s
          ON s.company_id = c.company_id AND s.customer_id = c.id
        WHERE c.ticket_count <> COALESCE(s.count, 0)
        LIMIT 100
        """;

    /// <summary>The queries for a database of SQLite's schema version: a backup may be of a program that knew less.</summary>
    public static IReadOnlyList<string> Of(long version)
    {
        List<string> queries = [WrongCounters, Strays, WithoutText];
        if (version >= 2) queries.AddRange([WrongTurns, WithoutPayload]);
        if (version >= 3) queries.AddRange([WrongProjects, StrayFeedback, ScoresWithoutFeedback, FeedbackWithoutScore]);
        if (version >= 8) queries.Add(WrongLatest);
        if (version >= 13) queries.Add(WrongTickets);
        return queries;
    }

    /// <summary>All queries, for a database of today's schema.</summary>
    public static IReadOnlyList<string> All => Of(long.MaxValue);
}
