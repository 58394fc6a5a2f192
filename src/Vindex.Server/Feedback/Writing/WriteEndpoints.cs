using Vindex.Server.Security;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback;

/// <summary>Takes feedback: one, a batch, one in another's place.</summary>
internal static class WriteEndpoints
{
    public static async Task<IResult> CreateAsync(HttpContext context, ProjectAccess access, FeedbackWriter writer)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.OneLimit);
        if (body is null) return refused!;
        using (body)
        {
            var draft = FeedbackForm.Read(body.Model);
            if (body.Errors.Any) return body.Errors;
            return await WriteOneAsync(context, access, writer, draft);
        }
    }

    public static async Task<IResult> ReplaceAsync(HttpContext context, ProjectAccess access, FeedbackWriter writer)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.OneLimit);
        if (body is null) return refused!;
        using (body)
        {
            var draft = FeedbackForm.ReadReplacement(body.Model);
            if (body.Errors.Any) return body.Errors;
            return await WriteOneAsync(context, access, writer, draft);
        }
    }

    public static async Task<IResult> CreateBatchAsync(HttpContext context, ProjectAccess access, FeedbackWriter writer)
    {
        var (body, refused) = await ModelBody.ReadAsync(context, ModelBody.BatchLimit);
        if (body is null) return refused!;
        List<FeedbackDraft> drafts = [];
        using (body)
        {
            foreach (var item in body.Model.Required("batch")?.AsList() ?? [])
            {
                if (item.AsModel() is { } model) drafts.Add(FeedbackForm.Read(model));
            }

            body.Model.Close();
            if (body.Errors.Any) return body.Errors;
        }

        var caller = context.Caller();
        var sights = new Dictionary<string, ProjectSight>(StringComparer.Ordinal);
        foreach (var projectId in drafts.Select(draft => draft.ProjectId).Distinct(StringComparer.Ordinal))
        {
            if (await access.FindAsync(caller, projectId, context.RequestAborted) is not { } sight) return FeedbackRefusal.ProjectNotFound;
            sights.Add(projectId, sight);
        }

        var entries = new List<FeedbackEntry>(drafts.Count);
        foreach (var draft in drafts)
        {
            var (entry, refusal) = writer.Prepare(draft, sights[draft.ProjectId], caller.Actor);
            if (refusal is not null) return refusal;
            entries.Add(entry);
        }

        foreach (var (projectId, sight) in sights)
        {
            var ids = drafts.Where(draft => draft.ProjectId == projectId && draft.Id is not null).Select(draft => draft.Id!).ToList();
            if (await writer.RefuseIdsAsync(sight, ids, context.RequestAborted) is { } refusal) return refusal;
        }

        var (rows, notWritten) = await writer.WriteAsync(entries, null, context.RequestAborted);
        return rows is null ? notWritten! : FeedbackAnswer.Many(rows);
    }

    private static async Task<IResult> WriteOneAsync(HttpContext context, ProjectAccess access, FeedbackWriter writer, FeedbackDraft draft)
    {
        var caller = context.Caller();
        if (await access.FindAsync(caller, draft.ProjectId, context.RequestAborted) is not { } sight) return FeedbackRefusal.ProjectNotFound;
        var (entry, refusal) = writer.Prepare(draft, sight, caller.Actor);
        if (refusal is not null) return refusal;
        IReadOnlyList<string> replaced = draft.FeedbackId.Length == 0 ? [] : await writer.ExistingAsync(sight, [draft.FeedbackId], context.RequestAborted);
        IReadOnlyList<string> touched = draft.Id is null ? replaced : [draft.Id, .. replaced];
        if (await writer.RefuseIdsAsync(sight, touched, context.RequestAborted) is { } notTouched) return notTouched;
        var (rows, notWritten) = await writer.WriteAsync([entry], replaced, context.RequestAborted);
        return rows is null ? notWritten! : FeedbackAnswer.One(rows[0]);
    }
}
