using System.Data.Common;
using Vindex.Storage.Reviews;
using Vindex.Storage.Sql.Scores;

namespace Vindex.Storage.Sql.Reviews;

/// <summary>Reads rows of reviews by position; the column lists are next to the code that reads them.</summary>
internal static class ReviewRows
{
    /// <summary>The columns of a review, of table <c>r</c>.</summary>
    public const string Columns = "r.id, r.company_id, r.name, r.raters, r.selection, r.creator, r.created_at, r.closed_at";

    private const int Width = 8;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Review Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt32(3),
        row.GetString(4),
        row.GetString(5),
        row.Time(6),
        row.TimeOrNull(7));

    /// <summary>The reviews of a company with their progress, newest first.</summary>
    public static SqlStatement List(ScoreScope scope, string actor)
    {
        SqlStatement sql =
            $"""
            SELECT {Columns:raw}, COUNT(p.place), CAST(COALESCE(SUM(p.ratings), 0) AS BIGINT),
                   CAST(COALESCE(SUM(p.own), 0) AS BIGINT)
            FROM reviews r LEFT JOIN (
              SELECT t.review_id, t.place,
                     (SELECT COUNT(*) FROM review_turns u WHERE u.review_id = t.review_id AND u.place = t.place AND u.state = 'rated') AS ratings,
                     (SELECT COUNT(*) FROM review_turns u
                      WHERE u.review_id = t.review_id AND u.place = t.place AND u.actor = {actor} AND u.state = 'rated') AS own
              FROM reviews o JOIN review_tickets t ON t.review_id = o.id JOIN scores s ON s.no = t.score_no
              WHERE o.company_id = {scope.CompanyId} AND 
            """;
        scope.AddTo(sql);
        sql.Add($") p ON p.review_id = r.id WHERE r.company_id = {scope.CompanyId} GROUP BY {Columns:raw}");
        if (scope.Customers is not null) sql.Add($" HAVING COUNT(p.place) > 0");
        return sql.Add($" ORDER BY r.created_at DESC, r.id DESC");
    }

    /// <summary>Reads <see cref="List"/>.</summary>
    public static ReviewProgress ReadProgress(DbDataReader row) =>
        new(Read(row), row.GetInt32(Width), row.GetInt32(Width + 1), row.GetInt32(Width + 2));

    /// <summary>The tickets of a review.</summary>
    public static SqlStatement Tickets(ScoreScope scope, string id)
    {
        SqlStatement sql =
            $"SELECT {ScoreRow.ItemColumns:raw}, t.place FROM review_tickets t JOIN scores s ON s.no = t.score_no WHERE t.review_id = {id} AND ";
        scope.AddTo(sql);
        return sql.Add($" ORDER BY t.place");
    }

    /// <summary>Reads <see cref="Tickets"/>.</summary>
    public static ReviewTicket ReadTicket(DbDataReader row) => new(row.GetInt32(ScoreRow.ItemWidth), ScoreRow.ReadItem(row));

    /// <summary>Reads a place and its score.</summary>
    public static ReviewPlace ReadPlace(DbDataReader row) => new(row.GetInt32(0), row.GetString(1));

    /// <summary>Reads a turn.</summary>
    public static ReviewTurn ReadTurn(DbDataReader row) => new(row.GetInt32(0), row.GetString(1), row.Name<TurnState>(2), row.Time(3));
}
