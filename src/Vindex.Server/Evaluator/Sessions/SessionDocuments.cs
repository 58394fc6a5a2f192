using System.Text.Json;
using Vindex.Storage.Evaluator;

namespace Vindex.Server.Evaluator.Sessions;

/// <summary>Documents of a session that are opaque to the store.</summary>
internal static class SessionDocuments
{
    /// <summary>Details of a session's file.</summary>
    public static UploadRecord RecordOf(EvaluatorSession session) => JsonSerializer.Deserialize(session.Upload, EvaluatorJson.Shared.UploadRecord)!;

    /// <summary>How to score a session's rows; null before scoring was requested.</summary>
    public static ScoringOrder? OrderOf(EvaluatorSession session) =>
        session.Order is null ? null : JsonSerializer.Deserialize(session.Order, EvaluatorJson.Shared.ScoringOrder);
}
