using System.Text.Json;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Sessions;

/// <summary>What the store keeps of a session without looking into it.</summary>
internal static class SessionDocuments
{
    /// <summary>What was found out about a session's file.</summary>
    public static UploadRecord RecordOf(EvaluatorSession session) => JsonSerializer.Deserialize(session.Upload, EvaluatorJson.Shared.UploadRecord)!;

    /// <summary>How a session's rows are judged; null before that was asked for.</summary>
    public static ScoringOrder? OrderOf(EvaluatorSession session) =>
        session.Order is null ? null : JsonSerializer.Deserialize(session.Order, EvaluatorJson.Shared.ScoringOrder);
}
