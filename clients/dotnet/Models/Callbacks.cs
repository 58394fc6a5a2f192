using System.Text.Json.Serialization;

namespace Vindex.Client.Models;

/// <summary>A ticket was scored.</summary>
public sealed record ScoredCallback
{
    /// <summary>The job: <c>requestId</c> without <c>req_</c>.</summary>
    [JsonPropertyName("job_id")]
    public required string JobId { get; init; }

    /// <summary>The customer.</summary>
    [JsonPropertyName("customer_id")]
    public required string CustomerId { get; init; }

    /// <summary>The ticket as it was when it was received.</summary>
    [JsonPropertyName("ticket")]
    public required TicketSnapshot Ticket { get; init; }

    /// <summary>The six dimensions.</summary>
    [JsonPropertyName("invest_scores")]
    public required InvestScores InvestScores { get; init; }

    /// <summary>Their mean with one decimal.</summary>
    [JsonPropertyName("overall_score")]
    public required double OverallScore { get; init; }

    /// <summary>At most five, ordered by lift.</summary>
    [JsonPropertyName("top_recommendations")]
    public required IReadOnlyList<string> TopRecommendations { get; init; }

    /// <summary>Evidence by dimension.</summary>
    [JsonPropertyName("context_used")]
    public required Evidence ContextUsed { get; init; }

    /// <summary>The judge.</summary>
    [JsonPropertyName("model_metadata")]
    public required Model ModelMetadata { get; init; }

    /// <summary>Processing times.</summary>
    [JsonPropertyName("processing_metadata")]
    public required Processing ProcessingMetadata { get; init; }

    /// <summary>When the score was stored.</summary>
    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>True for a test of the endpoint, whose result is made up.</summary>
    [JsonPropertyName("test")]
    public bool Test { get; init; }
}

/// <summary>A ticket could not be scored.</summary>
public sealed record FailedCallback
{
    /// <summary><c>failed</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The job.</summary>
    [JsonPropertyName("job_id")]
    public required string JobId { get; init; }

    /// <summary>The customer.</summary>
    [JsonPropertyName("customer_id")]
    public required string CustomerId { get; init; }

    /// <summary>The ticket.</summary>
    [JsonPropertyName("ticket")]
    public required TicketSnapshot Ticket { get; init; }

    /// <summary>What went wrong.</summary>
    [JsonPropertyName("error")]
    public required string Error { get; init; }
}
