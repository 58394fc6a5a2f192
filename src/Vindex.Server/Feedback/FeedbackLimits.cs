using Vindex.Server.Configuration;

namespace Vindex.Server.Feedback;

/// <summary>Limits of requests for feedback.</summary>
/// <param name="BatchItems">The most rows that one batch can have.</param>
internal sealed record FeedbackLimits(int BatchItems)
{
    public static FeedbackLimits Read(SettingsReader settings) => new(settings.Integer("Feedback:BatchItems", 1, 1_000_000));
}
