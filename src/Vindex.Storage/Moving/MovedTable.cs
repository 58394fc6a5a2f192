namespace Vindex.Storage.Moving;

/// <summary>A table that is moved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">The columns by which its rows are walked.</param>
/// <param name="IsNumbered">Whether the database numbers new rows in <c>no</c>.</param>
internal sealed record MovedTable(string Name, IReadOnlyList<string> Key, bool IsNumbered = false)
{
    /// <summary>All tables, each after those that it refers to. The index of titles, the nodes and the name of the numbering of changes
    /// are the store's own.</summary>
    public static IReadOnlyList<MovedTable> All { get; } =
    [
        new("companies", ["id"]),
        new("company_deletions", ["company_id"]),
        new("customers", ["id"]),
        new("profiles", ["company_id", "name"]),
        new("users", ["id"]),
        new("memberships", ["company_id", "user_id"]),
        new("api_keys", ["id"]),
        new("teams", ["id"]),
        new("team_customers", ["team_id", "customer_id"]),
        new("team_members", ["team_id", "user_id"]),
        new("sessions", ["id"]),
        new("invitations", ["id"]),
        new("invitation_teams", ["invitation_id", "team_id"]),
        new("password_resets", ["user_id"]),
        new("user_identities", ["id"]),
        new("used_sign_ins", ["state_hash"]),
        new("second_factors", ["user_id"]),
        new("recovery_codes", ["user_id", "code_hash"]),
        new("views", ["id"]),
        new("key_ring", ["no"], IsNumbered: true),
        new("installations", ["customer_id"]),
        new("scores", ["no"], IsNumbered: true),
        new("score_details", ["no"]),
        new("idempotency", ["owner", "key"]),
        new("audit", ["no"], IsNumbered: true),
        new("jobs", ["no"], IsNumbered: true),
        new("job_payloads", ["no"]),
        new("job_turns", ["company_id"]),
        new("deliveries", ["no"], IsNumbered: true),
        new("delivery_bodies", ["no"]),
        new("delivery_attempts", ["no"], IsNumbered: true),
        new("projects", ["no"], IsNumbered: true),
        new("feedback", ["no"]),
        new("feedback_removals", ["no"]),
        new("evaluator_sessions", ["no"], IsNumbered: true),
        new("evaluator_files", ["no"]),
        new("evaluator_rows", ["session_no", "row_number"]),
        new("rescores", ["no"], IsNumbered: true),
        new("deletions", ["no"], IsNumbered: true),
        new("trackers", ["id"]),
        new("tracker_projects", ["id"]),
        new("tracker_tickets", ["project_id", "issue_id"]),
        new("tracker_changes", ["project_id", "issue_id"]),
        new("model_use", ["company_id", "month"]),
        new("model_failures", ["company_id", "month", "connection", "reason"]),
        new("reviews", ["id"]),
        new("review_tickets", ["review_id", "place"]),
        new("review_turns", ["review_id", "place", "actor"]),
        new("annotation_specs", ["company_id", "project", "name", "digest"]),
        new("annotation_queues", ["id"]),
        new("annotation_items", ["queue_id", "position"]),
        new("annotation_claims", ["queue_id", "position", "reviewer"]),
        new("dashboards", ["id"]),
        new("dashboard_links", ["id"]),
        new("dashboard_sharing", ["company_id"]),
        new("webhooks", ["id"]),
        new("webhook_events", ["no"], IsNumbered: true),
        new("webhook_feed", ["webhook_id", "event_no"]),
        new("webhook_deliveries", ["no"], IsNumbered: true),
        new("webhook_attempts", ["no"], IsNumbered: true),
        new("alerts", ["id"]),
        new("alert_events", ["id"]),
        new("alert_channels", ["id"]),
        new("digests", ["id"]),
        new("digest_issues", ["id"]),
        new("alert_messages", ["id"]),
    ];

    /// <summary>Whether a column holds texts in the form that its database prefers: compressed or not.</summary>
    public bool IsPacked(string column) => Name == "score_details" && column is ("description" or "acceptance_criteria" or "inputs");
}
